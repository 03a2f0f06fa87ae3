/** The auditor can fail: each engine that breaks a rule is caught, within a number of days that is far below the usual. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { audit } from "../audit/auditor.ts";
import { mutants } from "./mutants.ts";
import { scenarios } from "./scenario.ts";
import { simulate } from "./simulate.ts";

/** The same days every time: whether a mutant is caught must not depend on luck. */
const seed = 1;
const runs = 3_000;

test.each(Object.entries(mutants))("%s: caught", { timeout: 120_000 }, (_, { mutation, breaks }) => {
  const found: string[] = [];
  const result = fc.check(
    fc.property(scenarios, (scenario) => {
      found.push(...audit(simulate(scenario, mutation)).filter((violation) => breaks.test(violation)));
      return found.length === 0;
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
  expect(result.failed).toBe(true);
  expect(found[0]).toMatch(breaks);
});
