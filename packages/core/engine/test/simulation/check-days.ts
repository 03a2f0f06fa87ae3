/** Runs days from a seed. The first that breaks a promise is made as small as can be, and thrown with its seed. */
import fc from "fast-check";
import { expect } from "vitest";
import { audit } from "../audit/auditor.ts";
import { scenarios } from "./scenario.ts";
import { simulate } from "./simulate.ts";

/** The seed of this run: a new one each time, unless the environment says to repeat one. */
export const seed = Number(process.env["TILLWIRE_TEST_SEED"] ?? Date.now() % 1_000_000_000);

/** How many days, unless the environment says otherwise. */
export function daysOr(usual: number): number {
  return Number(process.env["TILLWIRE_TEST_RUNS"] ?? usual);
}

/** Checks so many days. */
export function checkDays(days: number): void {
  const keepsPromises = fc.property(scenarios, (scenario) => {
    expect(audit(simulate(scenario))).toEqual([]);
  });
  fc.assert(keepsPromises, { seed, numRuns: days });
}
