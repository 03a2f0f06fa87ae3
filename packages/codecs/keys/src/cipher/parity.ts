/** Odd parity of DES keys (FIPS 46-3): the low bit of each byte makes the number of ones odd. */
import { countBits } from "./bits.ts";

const withOddParity = Uint8Array.from({ length: 256 }, (_, byte) => (byte & 0xfe) | ((countBits(byte & 0xfe) % 2) ^ 1));

/** The key with its parity bits set; the cipher does not look at them, other systems may. */
export function setOddParity(keyBytes: Uint8Array): Uint8Array {
  return keyBytes.map((byte) => withOddParity[byte] ?? 0);
}

/** True when every byte has an odd number of ones. */
export function hasOddParity(keyBytes: Uint8Array): boolean {
  return keyBytes.every((byte) => withOddParity[byte] === byte);
}
