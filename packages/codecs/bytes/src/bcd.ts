/**
 * Packed decimal digits: two to a byte, the first in the high half. An odd count needs one nibble more, on the side and
 * with the value that the protocol says.
 */
import { decodeError, encodeError } from "./errors.ts";

/** Where the extra nibble of an odd count stands and what it is. `left` with `0` is the usual one for numbers. */
export interface BcdPadding {
  readonly side: "left" | "right";
  readonly nibble: "0" | "F";
}

const numberPadding: BcdPadding = { side: "left", nibble: "0" };
/** Track 2 has `D` between card number and expiry date; `F` fills up. */
const digitOf = "0123456789ABCDEF";

/**
 * Packs digits. `D` for the separator of track 2 and the other letters up to `F` pass as they are.
 * @throws TillwireError `REQUEST_INVALID` for any other character. The digits are not repeated: they may be card data.
 */
export function packDigits(digits: string, padding: BcdPadding = numberPadding): Uint8Array {
  const even = digits.length % 2 === 0;
  const padded = even ? digits : padding.side === "left" ? padding.nibble + digits : digits + padding.nibble;
  const bytes = new Uint8Array(padded.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = nibble(padded, index * 2) * 16 + nibble(padded, index * 2 + 1);
  }
  return bytes;
}

function nibble(digits: string, index: number): number {
  const value = digitOf.indexOf(digits.charAt(index));
  if (value < 0) throw encodeError(`Character ${index} is not a digit.`);
  return value;
}

/**
 * Unpacks `digitCount` digits. The extra nibble of an odd count is left out, whatever it is; nibbles above 9 come as
 * letters, and it is the caller's to refuse them.
 * @throws TillwireError `FRAME_INVALID` when the bytes are not exactly as many as the digits need.
 */
export function unpackDigits(bytes: Uint8Array, digitCount: number, side: BcdPadding["side"] = "left"): string {
  if (bytes.length !== Math.ceil(digitCount / 2)) {
    throw decodeError(`${digitCount} digits need ${Math.ceil(digitCount / 2)} bytes, there are ${bytes.length}.`);
  }
  let digits = "";
  for (const byte of bytes) digits += digitOf.charAt(byte >> 4) + digitOf.charAt(byte & 0x0f);
  if (digits.length === digitCount) return digits;
  return side === "left" ? digits.slice(1) : digits.slice(0, -1);
}
