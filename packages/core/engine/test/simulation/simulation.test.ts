/** The promises, over days that chance made up. A failure prints the seed and the smallest day that still fails. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { audit } from "../audit/auditor.ts";
import { scenarios } from "./scenario.ts";
import { simulate } from "./simulate.ts";

const seed = Number(process.env["TILLWIRE_TEST_SEED"] ?? Date.now() % 1_000_000_000);
const runs = Number(process.env["TILLWIRE_TEST_RUNS"] ?? 3_000);

test(`every day keeps the promises (seed ${seed}, ${runs} days)`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      expect(audit(simulate(scenario))).toEqual([]);
    }),
    { seed, numRuns: runs },
  );
});
