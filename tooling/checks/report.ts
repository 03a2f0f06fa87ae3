/** Turns the results of all parts into the text that ends `npm test`. Pure. */
import type { CheckResult, Failure } from "./check.ts";

export interface PartResult extends CheckResult {
  readonly name: string;
  readonly seconds: number;
}

export interface Report {
  readonly text: string;
  readonly failed: number;
}

/** With `notRunIsFailure`, as in CI, what could not be run counts as failed. */
export function report(parts: readonly PartResult[], options: { readonly notRunIsFailure: boolean }): Report {
  const notRun = parts.flatMap((part) => part.notRun.map((entry) => ({ ...entry, part: part.name })));
  const failures = parts.flatMap((part) => part.failures.map((entry) => ({ ...entry, part: part.name })));
  const passed = parts.reduce((sum, part) => sum + part.passed, 0);
  const failed = failures.length + (options.notRunIsFailure ? notRun.length : 0);
  const lines = [
    ...failures.flatMap(({ part, ...entry }) => describeFailure(part, entry)),
    ...timeTable(parts),
    "",
    ...notRun.map(({ part, what, reason }) => `not run: ${part}: ${what}: ${reason}`),
    `${notRun.length} not run${options.notRunIsFailure && notRun.length > 0 ? ", which CI counts as failed" : ""}`,
    `${passed} passed, ${failed} failed`,
  ];
  return { text: lines.join("\n"), failed };
}

function describeFailure(part: string, { what, output }: Failure): string[] {
  const title = what === part ? part : `${part}: ${what}`;
  return [`✗ ${title}`, ...output.split("\n").map((line) => `  ${line}`), ""];
}

function timeTable(parts: readonly PartResult[]): string[] {
  const width = Math.max(...parts.map((part) => part.name.length), 4);
  const rows = parts.map((part) => {
    const mark = part.failures.length === 0 ? "✓" : "✗";
    const counts = `${part.passed} passed, ${part.failures.length} failed`;
    return `${mark} ${part.name.padEnd(width)} ${part.seconds.toFixed(1).padStart(7)} s   ${counts}`;
  });
  return ["Time by part", ...rows];
}
