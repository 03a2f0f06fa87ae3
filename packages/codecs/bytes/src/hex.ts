/** Hexadecimal text and bytes. Written in upper case, read in either; no spaces, no `0x`. */
import { decodeError } from "./errors.ts";

const pairOf: readonly string[] = Array.from({ length: 256 }, (_, value) =>
  value.toString(16).padStart(2, "0").toUpperCase(),
);
const notHex = 0xff;
/** Value of a hexadecimal digit by its character code, {@link notHex} for any other of the first 128. */
const nibbleOf = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCodePoint(code), 16);
  return Number.isNaN(value) ? notHex : value;
});

/**
 * Bytes as upper-case hexadecimal.
 * @example toHex(Uint8Array.of(0x9f, 0x26)) // "9F26"
 */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += pairOf[byte];
  return text;
}

/**
 * Bytes from hexadecimal of an even length.
 * @throws TillwireError `FRAME_INVALID` for anything else. The text is not repeated in the message: it may be card data.
 */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0) throw decodeError(`Hexadecimal text has an odd length, ${text.length}.`);
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    const high = nibbleOf[text.charCodeAt(index * 2)] ?? notHex;
    const low = nibbleOf[text.charCodeAt(index * 2 + 1)] ?? notHex;
    if (high === notHex || low === notHex) {
      throw decodeError(`Not a hexadecimal digit at character ${index * 2 + (high === notHex ? 0 : 1)}.`);
    }
    bytes[index] = high * 16 + low;
  }
  return bytes;
}
