/** The check digit of card numbers (ISO/IEC 7812-1, Annex B). */
import { encodeError } from "@tillwire/bytes";
import { isLuhnValid } from "@tillwire/plugin-api/card-data";

export { isLuhnValid };

/** The check digit for digits that have none yet. @throws TillwireError `REQUEST_INVALID` for anything but digits. */
export function luhnCheckDigit(digits: string): string {
  if (!/^\d+$/.test(digits)) throw encodeError("A check digit is computed over digits only.");
  return String(Array.from("0123456789").findIndex((digit) => isLuhnValid(digits + digit))); // exactly one of them is
}
