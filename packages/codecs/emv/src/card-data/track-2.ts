/** Track 2 (ISO/IEC 7813) as readers give it, and its equivalent in a chip (tag 57; EMV Book 3, Annex A). */
import { encodeError, packDigits, unpackDigits } from "@tillwire/bytes";
import {
  checkedPan,
  formatTail,
  maxTrackCharacters,
  parseTail,
  trackError,
  withoutSentinels,
  type TrackData,
} from "./track.ts";

/** Book 3, Annex A. */
const maxEquivalentBytes = 19;
const filler = "F";

/**
 * Reads a track 2: `4761739001010119=22122011143804400000`, with or without sentinels and check character, with `=` or
 * `D` between number and date.
 * @throws TillwireError `FRAME_INVALID` for what ISO/IEC 7813 does not allow. Nothing of the track is repeated.
 */
export function parseTrack2(text: string): TrackData {
  const track = withoutSentinels(2, text).replaceAll("D", "=");
  const [, pan, tail] = /^(\d{8,19})=(=?[\d=]*)$/.exec(track) ?? [];
  if (pan === undefined || tail === undefined) throw trackError(2, "it is not 8 to 19 digits, a separator, digits");
  const parsed = parseTail(2, tail);
  if (!/^\d*$/.test(parsed.discretionaryData)) throw trackError(2, "the discretionary data is not digits");
  return { pan, ...parsed };
}

/**
 * Writes a track 2 without sentinels. Left out are expiry date and service code where they are not given: separators
 * stand for them.
 * @throws TillwireError `REQUEST_INVALID` for parts that do not fit.
 */
export function formatTrack2(track: TrackData): string {
  const text = `${checkedPan(track.pan)}=${formatTail(2, track)}`;
  if (!/^\d*$/.test(track.discretionaryData)) throw encodeError("The discretionary data of track 2 is digits.");
  if (text.length > maxTrackCharacters[2])
    throw encodeError(`Track 2 has ${maxTrackCharacters[2]} characters at most.`);
  return text;
}

/**
 * Reads track 2 equivalent data (57): digits in half bytes, `D` for the separator, filled up with one `F` to a whole
 * byte.
 * @throws TillwireError `FRAME_INVALID` for anything else. Nothing of the track is repeated.
 */
export function decodeTrack2Equivalent(value: Uint8Array): TrackData {
  if (value.length > maxEquivalentBytes) throw trackError(2, `it has more than ${maxEquivalentBytes} bytes`);
  const digits = unpackDigits(value, value.length * 2);
  const text = digits.endsWith(filler) ? digits.slice(0, -1) : digits;
  if (!/^\d+D[\dD]*$/.test(text)) throw trackError(2, "it is not digits with a separator");
  return parseTrack2(text);
}

/** Writes track 2 equivalent data (57). @throws TillwireError `REQUEST_INVALID` for parts that do not fit. */
export function encodeTrack2Equivalent(track: TrackData): Uint8Array {
  return packDigits(formatTrack2(track).replaceAll("=", "D"), { side: "right", nibble: filler });
}
