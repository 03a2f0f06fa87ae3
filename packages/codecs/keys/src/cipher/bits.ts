/** Bitwise work on bytes of equal length. */

/** The exclusive or of two arrays. The result is as long as the first; the second must not be shorter. */
export function xorBytes(one: Uint8Array, other: Uint8Array): Uint8Array {
  const result = new Uint8Array(one.length);
  for (let index = 0; index < one.length; index += 1) result[index] = (one[index] ?? 0) ^ (other[index] ?? 0);
  return result;
}

/** Flips bits of `target` in place, from `offset` on. */
export function xorInto(target: Uint8Array, mask: Uint8Array, offset = 0): void {
  for (let index = 0; index < mask.length; index += 1) {
    target[offset + index] = (target[offset + index] ?? 0) ^ (mask[index] ?? 0);
  }
}

/** How many bits of an unsigned number of up to 32 bits are set. */
export function countBits(value: number): number {
  let count = 0;
  for (let rest = value >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count += 1;
  return count;
}
