/**
 * What every journal does, whatever it writes to. Durability, damage and full disks depend on what that is: they are each
 * journal's own tests.
 */
import type { JournalCase, JournalPlace } from "./journal-case.ts";
import { openingCases } from "./opening-cases.ts";
import { orderCases } from "./order-cases.ts";
import { recordsCases } from "./records-cases.ts";

/**
 * Whose journal, and how long.
 * @public
 */
export interface JournalSuiteOptions {
  /** Makes an empty place. Each case makes at least one, and disposes it. */
  readonly makePlace: () => Promise<JournalPlace>;
  /** How many random scripts of appends and openings are played; each is a place of its own. 100 when left out. */
  readonly runs?: number;
}

/** Seconds in memory; a journal on a disk will want fewer. */
const RUNS_DEFAULT = 100;

/**
 * The cases, for a test framework to run: `for (const { name, run } of journalSuite({ makePlace })) test(name, run);`
 * @public
 */
export function journalSuite({ makePlace, runs = RUNS_DEFAULT }: JournalSuiteOptions): readonly JournalCase[] {
  return [...recordsCases(makePlace), ...orderCases(makePlace), ...openingCases(makePlace, runs)];
}
