/** Optional blocks of a key block's header: two letters, a length, printable data. Source: ANSI X9.143-2021, 6.3.6. */
import { decodeError, encodeError } from "@tillwire/bytes";
import type { RandomBytes } from "@tillwire/plugin-api";

/** One optional block, such as `KS` (key set identifier) or `TS` (time stamp). */
export interface OptionalBlock {
  readonly id: string;
  readonly data: string;
}

/** Fills a header up to whole cipher blocks. Made and taken off here; nobody has to name it. */
const paddingBlockId = "PB";
const idAndLengthChars = 4;
const wellFormedId = /^[0-9A-Za-z]{2}$/;
const wellFormedData = /^[\x20-\x7e]*$/;
const hexadecimal = /^[0-9A-Fa-f]+$/;
/** Two hexadecimal digits hold lengths up to this one; longer blocks say it in four. */
const maxShortLength = 0xff;
const maxLongLength = 0xffff;
/** Says that the length follows in four digits. */
const extendedMark = "0004";
const extendedLengthChars = 6;
const paddingAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Reads one block at a position. @throws TillwireError `FRAME_INVALID` that says which block is malformed. */
export function readOptionalBlock(
  text: string,
  position: number,
): { readonly block: OptionalBlock; readonly end: number } {
  const id = text.slice(position, position + 2);
  if (!wellFormedId.test(id)) throw decodeError(`The key block has no optional block at character ${position}.`);
  const { length, dataStart } = readLength(text, position, id);
  const end = position + length;
  const data = text.slice(dataStart, end);
  if (end < dataStart || end > text.length || !wellFormedData.test(data)) {
    throw decodeError(`Optional block ${id} of the key block is malformed.`);
  }
  return { block: { id, data }, end };
}

/** `00` says that the next two digits are how many digits the length has; they count characters, not bytes. */
function readLength(
  text: string,
  position: number,
  id: string,
): { readonly length: number; readonly dataStart: number } {
  const short = hexAt(text, position + 2, { digits: 2, id });
  if (short !== 0) return { length: short, dataStart: position + idAndLengthChars };
  const digits = hexAt(text, position + 4, { digits: 2, id });
  if (digits < 1 || digits > 4)
    throw decodeError(`The length of optional block ${id} has ${digits} digits; it may have 4.`);
  return { length: hexAt(text, position + 6, { digits, id }), dataStart: position + 6 + digits };
}

function hexAt(
  text: string,
  position: number,
  { digits, id }: { readonly digits: number; readonly id: string },
): number {
  const value = text.slice(position, position + digits);
  if (value.length !== digits || !hexadecimal.test(value)) {
    throw decodeError(`The length of optional block ${id} of the key block is malformed.`);
  }
  return Number.parseInt(value, 16);
}

/** Writes one block. @throws TillwireError `REQUEST_INVALID` when its name or data is not what a block may hold. */
export function writeOptionalBlock({ id, data }: OptionalBlock): string {
  if (!wellFormedId.test(id) || id === paddingBlockId || !wellFormedData.test(data)) {
    throw encodeError("An optional block has a name of two letters or digits, not PB, and printable data.");
  }
  const shortLength = data.length + idAndLengthChars;
  if (shortLength <= maxShortLength) return id + hex(shortLength, 2) + data;
  const longLength = shortLength + extendedLengthChars;
  if (longLength > maxLongLength) throw encodeError(`Optional block ${id} is longer than a key block can be.`);
  return id + extendedMark + hex(longLength, 4) + data;
}

/** The block that fills `length` characters up to a multiple of `multiple`, or nothing when none is needed. */
export function paddingBlock(length: number, multiple: number, random: RandomBytes): string {
  if (length % multiple === 0) return "";
  const fill = (multiple - ((length + idAndLengthChars) % multiple)) % multiple;
  let data = "";
  for (const byte of random(fill).subarray(0, fill)) data += paddingAlphabet.charAt(byte % paddingAlphabet.length);
  return paddingBlockId + hex(idAndLengthChars + fill, 2) + data;
}

/** True for a block that only fills up. */
export function isPaddingBlock({ id }: OptionalBlock): boolean {
  return id === paddingBlockId;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
