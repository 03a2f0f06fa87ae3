/**
 * Card numbers as people and programs write them. Numbers that tills do send (times, orders, random names) must pass: a
 * check that refuses one sale in a thousand by chance is no use to anybody. So a number counts only with a beginning and
 * a length that cards have, and with the check digit; and where it is written in groups, in groups as people write cards.
 */
import { DIGITS_MAX, isCardNumber } from "./card-number.ts";
import { chainsOf, positionsIn } from "./digit-runs.ts";
import type { DigitRun } from "./digit-runs.ts";
import { numberAt } from "./finding.ts";
import type { PlainFinding } from "./finding.ts";

/** Up to three signs that are neither letter nor digit may stand between two groups: blanks, dashes, dots. */
const gap = /^[^\p{L}\p{N}]{1,3}$/u;

/** The longest group: a number written in two halves. */
const GROUP_MAX = 8;

/** UUIDs (RFC 9562), and words of hexadecimal too mixed for the card number in tag 57: random, whatever is in them. */
const randomNames = [
  /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9a-z])/gi,
  /(?<![0-9a-z])(?=(?:\d*[a-f]){4})[0-9a-f]{20,}(?![0-9a-z])/gi,
];

/** The text with letters in place of random names. */
export function withoutRandomNames(text: string): string {
  return randomNames.reduce((rest, name) => rest.replaceAll(name, (match) => "x".repeat(match.length)), text);
}

/** Takes text without random names. */
export function* likelyNumbers(text: string): Generator<PlainFinding> {
  for (const runs of chainsOf(text, gap)) {
    for (const [index, run] of runs.entries()) {
      const zeros = leadingZeros(run.digits);
      const length = lengthOfNumber(run.digits.slice(zeros));
      if (length > 0) yield numberAt(positionsIn(run, zeros, length));
      const groups = groupsOfNumber(runs, index);
      if (groups > 0) yield numberAt(runs.slice(index, index + groups).flatMap((group) => positionsIn(group)));
    }
  }
}

/**
 * How many of the digits, from the first on, are a card number; 0 for none. More digits in one piece than any card has
 * may be a card number with its expiry date behind it.
 */
export function lengthOfNumber(digits: string): number {
  const length = digits.length <= DIGITS_MAX ? digits.length : /^3[47]/.test(digits) ? 15 : 16;
  return isCardNumber(digits.slice(0, length)) ? length : 0;
}

/**
 * Over how many groups a card number goes; 0 for none. Groups of the same length, the last one maybe shorter (4-4-4-4-3,
 * one by one, two halves); 4-6-5 and 4-6-4; or the issuer's six digits and the rest. Anything else that adds up is a time
 * or an order with a number beside it.
 */
function groupsOfNumber(runs: readonly DigitRun[], index: number): number {
  const group = (number: number): string => runs[index + number]?.digits ?? "";
  const [first, second, third] = [group(0), group(1), group(2)];
  if (first.length > GROUP_MAX || second === "") return 0;
  if (first.length === 4 && second.length === 6 && isCardNumber(first + second + third)) return 3;
  if (first.length === 6 && second.length > 6 && isCardNumber(first + second)) return 2;
  let digits = first;
  for (let count = 1; count < DIGITS_MAX; count += 1) {
    const next = group(count);
    if (next === "" || next.length > first.length || digits.length + next.length > DIGITS_MAX) return 0;
    digits += next;
    if (isCardNumber(digits)) return count + 1;
    if (next.length < first.length) return 0;
  }
  return 0;
}

function leadingZeros(digits: string): number {
  const first = digits.search(/[1-9]/);
  return first < 0 ? digits.length : first;
}
