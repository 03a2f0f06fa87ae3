/** What a check is and what it answers. One part of `npm test` is one check; a check may count many tests. */

export interface Check {
  /** As it stands in the table of times. */
  readonly name: string;
  /** Runs while no other check does: it changes files that others read, or measures time. */
  readonly alone?: boolean;
  run(context: CheckContext): Promise<CheckResult>;
}

export interface CheckContext {
  readonly root: string;
  /** An empty folder of this run, deleted afterwards. */
  readonly scratch: string;
}

export interface CheckResult {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly notRun: readonly NotRun[];
}

export interface Failure {
  readonly what: string;
  /** The tool's own words. */
  readonly output: string;
}

export interface NotRun {
  readonly what: string;
  readonly reason: string;
}

export const success: CheckResult = { passed: 1, failures: [], notRun: [] };

export function failure(what: string, output: string): CheckResult {
  return { passed: 0, failures: [{ what, output }], notRun: [] };
}

/** One check that fails with all its complaints, or passes when there are none. */
export function verdict(what: string, complaints: readonly string[]): CheckResult {
  return complaints.length === 0 ? success : failure(what, complaints.join("\n"));
}

export function combine(results: readonly CheckResult[]): CheckResult {
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failures: results.flatMap((result) => result.failures),
    notRun: results.flatMap((result) => result.notRun),
  };
}
