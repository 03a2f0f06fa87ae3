/** Reads one tag (EMV Book 3, Annex B1; ISO/IEC 7816-4, 5.2.2.1). */
import { decodeError } from "@tillwire/bytes";
import { anotherByte, maxTagBytes, moreBytes, tagText } from "./tag.ts";

/**
 * The tag number at a position; it takes as many bytes as `tagByteCount` says.
 * @throws TillwireError `FRAME_INVALID` for a tag that is cut off at `end`, longer than three bytes, begins its number
 * with zeros, or is `00`.
 */
export function readTag(bytes: Uint8Array, position: number, end: number = bytes.length): number {
  const first = position < end ? (bytes[position] ?? 0) : 0;
  if (first === 0) throw decodeError(`There is no tag at byte ${position}.`);
  if ((first & moreBytes) !== moreBytes) return first;
  let tag = first;
  for (let count = 2; count <= maxTagBytes; count += 1) {
    const byte = position + count <= end ? bytes[position + count - 1] : undefined;
    if (byte === undefined) throw refuse(tag, position, "is cut off");
    tag = tag * 256 + byte;
    if (count === 2 && byte === anotherByte) throw refuse(tag, position, "has a number that begins with zeros");
    if (byte < anotherByte) return tag;
  }
  throw refuse(tag, position, `is longer than ${maxTagBytes} bytes`);
}

function refuse(tag: number, position: number, what: string): Error {
  return decodeError(`Tag ${tagText(tag)} at byte ${position} ${what}.`);
}
