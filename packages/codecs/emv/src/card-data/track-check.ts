/** The character behind the end sentinel of a track: the longitudinal redundancy check of ISO/IEC 7811-2 and -6. */
import { lrc } from "@tillwire/bytes";

/**
 * Characters count from `space` on track 1 and from `0` on the others, as six and four bits without parity. Over all of
 * them from the start to the end sentinel.
 */
export function trackCheckCharacter(track: 1 | 2 | 3, characters: string): string {
  const base = track === 1 ? 0x20 : 0x30;
  const values = Uint8Array.from(characters, (character) => character.charCodeAt(0) - base);
  return String.fromCharCode(lrc(values) + base);
}
