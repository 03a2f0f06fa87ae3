/**
 * Digits that could be a card number, wherever they stand: in any groups with blanks or dashes between, inside longer
 * numbers, with any beginning. One in ten other numbers is found too; better a reference less than a card number more.
 * What is certainly a time stays.
 */
import { DIGITS_MAX, DIGITS_MIN, hasCardLength, passesLuhn } from "./card-number.ts";
import { chainsOf, digitRunsOf, positionsIn } from "./digit-runs.ts";
import type { DigitRun } from "./digit-runs.ts";
import { hiddenOf } from "./finding.ts";
import type { PlainFinding } from "./finding.ts";

/** Up to three blanks and dashes of all kinds. */
const gap = /^[\s\u2010-\u2015\u2212-]{0,3}$/;
/** Groups of four, or of 4-6-5, with any one other sign between. */
const groupedRuns = /\d{4}([._+/])(?:\d{4}\1\d{4}\1\d{1,7}|\d{6}\1\d{4,5})/g;
/** How numbers of the large schemes begin, by length. Decides only about parts of longer numbers. */
const partsOfLonger: readonly (readonly [length: number, beginning: RegExp])[] = [
  [15, /^3[47]/],
  [16, /^(?:[3456]|2[2-7])/],
];
const dateAndTime = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\d{3})?$/;
/** Milli-, micro- or nanoseconds since 1970, from 2001 to 2033. Hardly an issuer has numbers of these lengths that begin with 1. */
const instant = /^1(?:\d{12}|\d{15}|\d{18})$/;

export function* possibleNumbers(text: string): Generator<PlainFinding> {
  for (const { 0: match, index } of text.matchAll(groupedRuns)) yield* numbersIn(digitRunsOf(match, index));
  for (const chain of chainsOf(text, gap)) yield* numbersIn(chain);
}

/** All that is found in a chain is one finding: the hidden digits count, and there are fewer of these than findings. */
function* numbersIn(runs: readonly DigitRun[]): Generator<PlainFinding> {
  const hidden = new Set<number>();
  for (const [first, run] of runs.entries()) {
    hideFrom(runs, first, hidden);
    hideInside(run, hidden);
  }
  if (hidden.size === 0) return;
  const [first, last] = [runs[0], runs.at(-1)];
  const [start, end] = [first?.start ?? 0, (last?.start ?? 0) + (last?.digits.length ?? 0)];
  yield { kind: "card-number", start, end, hidden: [...hidden].toSorted((one, other) => one - other) };
}

/** Numbers that begin with the run at `first`. */
function hideFrom(runs: readonly DigitRun[], first: number, hidden: Set<number>): void {
  let digits = "";
  for (let last = first; last < runs.length; last += 1) {
    const next = runs[last]?.digits ?? "";
    if (digits.length + next.length > DIGITS_MAX) return;
    digits += next;
    if (!hasCardLength(digits) || !passesLuhn(digits) || isHarmless(digits)) continue;
    const positions = runs.slice(first, last + 1).flatMap((run) => positionsIn(run));
    for (const position of hiddenOf(positions)) hidden.add(position);
  }
}

/** Numbers glued to other digits. More digits in one piece than any card has count in any case. */
function hideInside(run: DigitRun, hidden: Set<number>): void {
  const { digits } = run;
  if (digits.length < DIGITS_MIN) return;
  const hide = (offset: number, length: number): void => {
    for (const position of hiddenOf(positionsIn(run, offset, length))) hidden.add(position);
  };
  if (digits.length > DIGITS_MAX) {
    hide(0, digits.length);
    return;
  }
  if (isHarmless(digits)) return;
  for (const [length, beginning] of partsOfLonger) {
    for (let offset = 0; offset + length <= digits.length && digits.length > length; offset += 1) {
      const part = digits.slice(offset, offset + length);
      if (beginning.test(part) && passesLuhn(part)) hide(offset, length);
    }
  }
}

function isHarmless(digits: string): boolean {
  return instant.test(digits) || dateAndTime.test(digits) || /^0+$/.test(digits);
}
