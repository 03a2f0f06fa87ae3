/** What is found in a text, and how sure that is. */
import { panDigitsShown } from "../pan-digits.ts";

/**
 * `likely`: begins, is long and is written as cards are, or is a track: one in twenty random numbers of 16 digits is taken
 * for one, and nothing else that tills send. Refuse it where none may stand.
 *
 * `possible`: could be one, such as any digits with a right check digit, or a number inside a longer one. References look
 * like that too, so do not refuse it: hide it in what people read.
 * @public
 */
export type CardDataCertainty = "likely" | "possible";

/**
 * Something in a text that looks like card data. `start` and `end` count UTF-16 units of that text. Findings may overlap.
 * @public
 */
export type CardDataFinding =
  | {
      /** One, or possible ones that overlap or stand side by side. */
      readonly kind: "card-number";
      readonly certainty: CardDataCertainty;
      readonly start: number;
      /** Behind the last character. */
      readonly end: number;
      /** Where the digits are that must not be shown: all but the first six and the last four (PCI DSS v4, 3.4.1). */
      readonly hidden: readonly number[];
    }
  | {
      /**
       * A track with the name and all the rest; the value behind a name such as `cvv=` or `PIN block:`; base64 or
       * hexadecimal with card data inside. Nothing of it may be shown.
       */
      readonly kind: "track" | "secret" | "encoded";
      readonly certainty: CardDataCertainty;
      readonly start: number;
      /** Behind the last character. */
      readonly end: number;
    };

/** A finding in plain text: every digit is one of `0` to `9`. */
export type PlainFinding =
  | { readonly kind: "card-number"; readonly start: number; readonly end: number; readonly hidden: readonly number[] }
  | { readonly kind: "track" | "secret" | "encoded"; readonly start: number; readonly end: number };

/** Of a number's digits, those that must not be shown. */
export function hiddenOf<Digit>(digits: readonly Digit[]): readonly Digit[] {
  return digits.slice(panDigitsShown.first, -panDigitsShown.last);
}

/** A number, by the positions of its digits. */
export function numberAt(digits: readonly number[]): PlainFinding {
  const [start = 0, last = start] = [digits[0], digits.at(-1)];
  return { kind: "card-number", start, end: last + 1, hidden: hiddenOf(digits) };
}

/** What a pattern matches, as a whole. */
export function* matchesOf(
  kind: "track" | "encoded",
  text: string,
  patterns: readonly RegExp[],
): Generator<PlainFinding> {
  for (const pattern of patterns) {
    for (const { 0: match, index } of text.matchAll(pattern)) yield { kind, start: index, end: index + match.length };
  }
}
