/** The check digit of card numbers (ISO/IEC 7812-1, Annex B). It catches slips of people, nothing else. */
import { encodeError } from "@tillwire/bytes";

const zero = 48;

/** True when the last digit is the check digit of those before. False for anything but digits. */
export function isLuhnValid(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && luhnSum(digits, 0) % 10 === 0;
}

/** The check digit for digits that have none yet. @throws TillwireError `REQUEST_INVALID` for anything but digits. */
export function luhnCheckDigit(digits: string): string {
  if (!/^\d+$/.test(digits)) throw encodeError("A check digit is computed over digits only.");
  return String((10 - (luhnSum(digits, 1) % 10)) % 10);
}

/** Every second digit from the right counts double, its digits added up. `doubled` 1: the last one does, too. */
function luhnSum(digits: string, doubled: 0 | 1): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - zero;
    sum += (index + doubled) % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum;
}
