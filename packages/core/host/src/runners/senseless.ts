/** What is wrong with something that a plugin handed over, in plain words. */
import { explainIssues } from "@tillwire/plugin-api";
import type { CheckedValue } from "@tillwire/plugin-api";
import type { z } from "zod";

/** The first thing that is wrong. Values are not repeated. */
export function firstProblem({ issues }: z.ZodError, checked: CheckedValue): string {
  const [problem] = explainIssues(issues, checked);
  return problem?.message ?? `${checked.whole} cannot be used`;
}
