/** Card numbers (ISO/IEC 7812-1): their form, and copies of them that hide digits. */
import { encodeError } from "@tillwire/bytes";
import { panDigitsShown } from "@tillwire/plugin-api";
import { findBrand } from "./brand.ts";
import { isLuhnValid } from "./luhn.ts";

/** 8 to 19 digits: what tracks and EMV hold. */
const panForm = /^\d{8,19}$/;

/** True for 8 to 19 digits. */
export function isPan(text: string): boolean {
  return panForm.test(text);
}

/** What is odd about a card number, if anything. */
export type PanFault = "form" | "length" | "luhn";

/**
 * Looks at a card number: `form` when it is not 8 to 19 digits, `length` when its brand has no numbers of that length,
 * `luhn` when its check digit is wrong. Some true numbers have an odd length or no check digit, so what this finds is a
 * question to a person, not a refusal.
 */
export function findPanFault(digits: string): PanFault | undefined {
  if (!isPan(digits)) return "form";
  if (findBrand(digits)?.lengths.includes(digits.length) === false) return "length";
  return isLuhnValid(digits) ? undefined : "luhn";
}

/** How a copy is masked. */
export interface PanMask {
  readonly first: number;
  readonly last: number;
  /** One character. Readers use `*`, `0` and others. */
  readonly character: string;
}

/**
 * A copy of a card number with the middle hidden, in the ways that readers do it. With `0` it looks like a card number
 * and is none. For everything else there is `truncatePan` of `@tillwire/plugin-api`, whose result is a type of its own.
 * @throws TillwireError `REQUEST_INVALID` for more than the first six and the last four digits, when nothing would be
 * hidden, and for anything but 8 to 19 digits.
 */
export function maskPan(digits: string, { first, last, character }: PanMask): string {
  if (!isPan(digits)) throw encodeError("A card number has 8 to 19 digits.");
  const shownAtMost = first >= 0 && first <= panDigitsShown.first && last >= 0 && last <= panDigitsShown.last;
  if (!shownAtMost || character.length !== 1) {
    throw encodeError("A card number is shown with at most its first six and last four digits.");
  }
  const hidden = digits.length - first - last;
  if (hidden < 1) throw encodeError("A card number this short has to hide more digits.");
  return digits.slice(0, first) + character.repeat(hidden) + digits.slice(digits.length - last);
}
