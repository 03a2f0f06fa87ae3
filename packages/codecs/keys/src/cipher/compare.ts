/** Comparing secrets without telling, by the time it takes, where they differ. */
import { timingSafeEqual } from "node:crypto";

/** True when both hold the same bytes. The time depends on the length only, which is not secret. */
export function equalSecrets(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * True when two PINs, verification values or other strings of digits are the same. The time depends on the length only.
 */
export function equalDigits(one: string, other: string): boolean {
  return equalSecrets(digitBytes(one), digitBytes(other));
}

function digitBytes(digits: string): Uint8Array {
  return Uint8Array.from(digits, (digit) => digit.codePointAt(0) ?? 0);
}
