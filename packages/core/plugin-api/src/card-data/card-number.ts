/** Whether digits could be a card number: by their number, their beginning and their check digit. */

/** Source: ISO/IEC 7812-1; a few cards have fewer, and are told from other numbers only on a track. */
export const DIGITS_MIN = 13;
export const DIGITS_MAX = 19;

/**
 * How card numbers begin, with the fewest digits they have then. Sources: ISO/IEC 7812-1; the ranges that the schemes
 * publish (Visa, Mastercard with Maestro, American Express, Diners Club, JCB, Discover, UnionPay, Mir; then the national
 * ones: RuPay, Uzcard, Belkart, Napas, Troy, Humo, GPN).
 */
const issuers: readonly (readonly [beginning: RegExp, digitsMin: number])[] = [
  [/^[456]/, DIGITS_MIN],
  [/^3[04-9]/, 14],
  [/^2[2-7]/, 16],
  [/^(?:81|82|8600|9112|9704|9792|9860|1946)/, 16],
];

/** True for digits with a beginning, a length and a check digit that cards have. */
export function isCardNumber(digits: string): boolean {
  if (!hasCardLength(digits) || !passesLuhn(digits)) return false;
  return issuers.some(([beginning, digitsMin]) => digits.length >= digitsMin && beginning.test(digits));
}

export function hasCardLength(digits: string): boolean {
  return digits.length >= DIGITS_MIN && digits.length <= DIGITS_MAX;
}

/**
 * True for digits of which the last is the check digit of those before (Luhn). False for anything but digits, and for one
 * alone. It catches slips of people, nothing else. Source: ISO/IEC 7812-1, annex B.
 * @public
 */
export function isLuhnValid(text: string): boolean {
  return /^\d{2,}$/.test(text) && passesLuhn(text);
}

/** The same of what is known to be digits. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let position = 0; position < digits.length; position += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - position) - 48;
    const value = position % 2 === 1 ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
