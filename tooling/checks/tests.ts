/** Runs every vitest project and counts each test by itself. */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { readJson } from "../workspace.ts";
import type { Check, CheckResult, Failure } from "./check.ts";
import { runTool } from "./command.ts";

/** The parts that are read of what vitest's JSON reporter writes. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: "passed" | "failed" | "skipped" | "pending" | "todo" | "disabled";
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

export const tests: Check = {
  name: "tests",
  alone: true,
  async run({ root, scratch }) {
    const file = join(scratch, "vitest.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const { code, output } = await runTool(root, "vitest/vitest.mjs", ["run", ...reporters]);
    if (!existsSync(file)) return { passed: 0, failures: [{ what: "vitest did not finish", output }], notRun: [] };
    const result = countTests(readJson<VitestReport>(file), root);
    if (code === 0 || result.failures.length > 0) return result;
    // Errors outside any test, such as a rejection that nobody waited for.
    return { ...result, failures: [{ what: "vitest failed outside its tests", output }] };
  },
};

export function countTests(report: VitestReport, root: string): CheckResult {
  const files = report.testResults.map((file) => ({ ...file, path: relative(root, file.name) }));
  const all = files.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, what: `${file.path}: ${test.fullName}` })),
  );
  const failed = all.filter((test) => test.status === "failed");
  const failures: Failure[] = failed.map((test) => ({
    what: test.what,
    output: (test.failureMessages ?? []).join("\n"),
  }));
  // A file that fails while it is loaded has no tests to count.
  const unloaded = files.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  failures.push(...unloaded.map((file) => ({ what: file.path, output: file.message })));
  const notRun = all
    .filter((test) => test.status !== "passed" && test.status !== "failed")
    .map((test) => ({ what: test.what, reason: `${test.status} by the test itself` }));
  return { passed: all.filter((test) => test.status === "passed").length, failures, notRun };
}
