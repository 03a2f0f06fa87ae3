/**
 * Finds card numbers in text and leaves at most the first six and the last four digits of each. A card number is a run
 * of 13 to 19 digits that passes the Luhn check, with spaces or dashes between or without. One in ten other numbers
 * passes too; better a reference less than a card number more. What is certainly a time stays readable.
 * Sources: ISO/IEC 7812-1 (length, Luhn), PCI DSS v4 requirement 3.4.1 (what may be shown).
 */

const DIGITS_MIN = 13;
const DIGITS_MAX = 19;
const SHOWN_FIRST = 6;
const SHOWN_LAST = 4;

/** Spaces and dashes of all kinds, and the space of a URL; up to three between two digits. */
const separator = String.raw`(?:[\s\u00a0\u2007\u202f\u2010-\u2015\u2212-]|%20){0,3}`;
const digitRuns = new RegExp(String.raw`\d(?:${separator}\d){${DIGITS_MIN - 1},}`, "g");
/** Groups of four, or of 4-6-5, with any other sign between. */
const groupedRuns = /\d{4}([._+/])(?:\d{4}\1\d{4}\1\d{1,7}|\d{6}\1\d{4,5})/g;
/** How numbers of the large schemes begin. Decides only about parts of longer numbers. */
const issuerPrefix = /^(?:[3456]|2[2-7])/;
const dateAndTime = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\d{3})?$/;
/** Milli-, micro- or nanoseconds since 1970, from 2001 to 2033. No issuer has numbers of these lengths that begin with 1. */
const instant = /^1(?:\d{12}|\d{15}|\d{18})$/;

/** The text with every card number truncated. Everything else stays as it is. */
export function maskCardNumbers(text: string): string {
  return text.replace(groupedRuns, maskRun).replace(digitRuns, maskRun);
}

function maskRun(run: string): string {
  const tokens = [...run.replaceAll("%20", "   ").matchAll(/\d+/g)];
  const hidden = new Set<number>(tokens.flatMap((_, first) => hiddenFrom(tokens, first)));
  if (hidden.size === 0) return run;
  return Array.from(run, (character, position) => (hidden.has(position) ? "*" : character)).join("");
}

/** Positions to hide in card numbers that begin with the token at `first`, or lie inside it. */
function hiddenFrom(tokens: readonly RegExpExecArray[], first: number): readonly number[] {
  const hidden: number[] = [];
  const positions: number[] = [];
  let digits = "";
  for (const token of tokens.slice(first, first + DIGITS_MAX)) {
    digits += token[0];
    for (let offset = 0; offset < token[0].length; offset++) positions.push(token.index + offset);
    if (isCardNumber(digits)) hidden.push(...middle(positions));
    if (digits.length > DIGITS_MAX) break;
  }
  const own = tokens[first];
  return own === undefined ? hidden : [...hidden, ...hiddenInside(own[0], own.index)];
}

/** Card numbers glued to other digits. More digits in one piece than any card has are hidden in any case. */
function hiddenInside(digits: string, start: number): readonly number[] {
  const positions = Array.from(digits, (_, offset) => start + offset);
  if (digits.length > DIGITS_MAX) return middle(positions);
  const hidden: number[] = [];
  for (const length of [15, 16]) {
    for (let offset = 0; offset + length <= digits.length && digits.length > length; offset++) {
      const part = digits.slice(offset, offset + length);
      const begins = length === 15 ? /^3[47]/ : issuerPrefix;
      if (begins.test(part) && !isHarmless(digits) && passesLuhn(part)) {
        hidden.push(...middle(positions.slice(offset, offset + length)));
      }
    }
  }
  return hidden;
}

function middle(positions: readonly number[]): readonly number[] {
  return positions.slice(SHOWN_FIRST, -SHOWN_LAST);
}

function isCardNumber(digits: string): boolean {
  return digits.length >= DIGITS_MIN && digits.length <= DIGITS_MAX && !isHarmless(digits) && passesLuhn(digits);
}

function isHarmless(digits: string): boolean {
  return instant.test(digits) || dateAndTime.test(digits) || /^0+$/.test(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let position = 0; position < digits.length; position++) {
    const digit = digits.charCodeAt(digits.length - 1 - position) - 48;
    const doubled = position % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
