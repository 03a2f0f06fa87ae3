/** Digits in one piece, and such pieces with little between them. */

export interface DigitRun {
  readonly start: number;
  readonly digits: string;
}

/** All runs of digits, in order. */
export function digitRunsOf(text: string, from = 0): readonly DigitRun[] {
  return Array.from(text.matchAll(/\d+/g), ({ 0: digits, index }) => ({ start: from + index, digits }));
}

/** Runs with nothing but gaps between them belong together. */
export function chainsOf(text: string, gap: RegExp): readonly (readonly DigitRun[])[] {
  const chains: DigitRun[][] = [];
  let end = 0;
  for (const run of digitRunsOf(text)) {
    const last = chains.at(-1);
    if (last && gap.test(text.slice(end, run.start))) last.push(run);
    else chains.push([run]);
    end = run.start + run.digits.length;
  }
  return chains;
}

/** The positions of `count` digits of a run, from the one at `offset` on. */
export function positionsIn(
  { start, digits }: DigitRun,
  offset = 0,
  count = digits.length - offset,
): readonly number[] {
  return Array.from({ length: count }, (_, index) => start + offset + index);
}
