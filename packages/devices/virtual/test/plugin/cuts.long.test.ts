/** A sale whose connection is cut at every byte that the terminal sends: some 4,000 places, six times. */
import { describe, test } from "vitest";
import { cutTrials, frameEnds, sellWithCuts } from "../support/cut-trials.ts";

describe.each(cutTrials.filter(({ from }) => from === "far"))("level $level, $verdict", (trial) => {
  test("the till's knowledge and the ledger agree, wherever it is cut", { timeout: 600_000 }, async () => {
    const [greeting = 0, ...ends] = await frameEnds(trial);
    const last = ends.at(-1) ?? 0;
    await sellWithCuts(
      trial,
      Array.from({ length: last - greeting }, (_, index) => greeting + 1 + index),
    );
  });
});
