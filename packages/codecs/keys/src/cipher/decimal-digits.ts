/** Digits from hexadecimal, as card schemes take them. */
import { toHex } from "@tillwire/bytes";

/** The first digits of a hash or an encrypted block: its decimal digits in order, and then its letters less ten. */
export function decimalDigits(block: Uint8Array, count: number): string {
  const text = toHex(block);
  const letters = text
    .replaceAll(/[0-9]/g, "")
    .replaceAll(/[A-F]/g, (letter) => String(Number.parseInt(letter, 16) - 10));
  return (text.replaceAll(/[A-F]/g, "") + letters).slice(0, count);
}
