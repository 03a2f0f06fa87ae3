/**
 * A sale whose connection is cut: at every byte that the plugin sends, and around every frame and in the middle of what
 * the terminal sends. The long test does the latter at every byte, too.
 */
import { describe, test } from "vitest";
import { cutTrials, frameEnds, sellWithCuts } from "../support/cut-trials.ts";

/** Inside of a long message one byte is like another. */
const STRIDE = 211;

describe.each(cutTrials)("level $level, $verdict, what the $from end sends is cut", (trial) => {
  test("the till's knowledge and the ledger agree", { timeout: 120_000 }, async () => {
    const [greeting = 0, ...ends] = await frameEnds(trial);
    const last = ends.at(-1) ?? 0;
    const near = (place: number): boolean =>
      trial.from === "near" ||
      place % STRIDE === 0 ||
      [greeting, ...ends].some((end) => place >= end - 1 && place <= end + 5);
    await sellWithCuts(trial, range(greeting + 1, last).filter(near));
  });
});

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
