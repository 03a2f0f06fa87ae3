/** What is wrong with something that a plugin handed over, in a few words: where, and what would be right. */
import type { z } from "zod";

/** The first thing that is wrong. Values are not repeated. */
export function firstIssue({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? "invalid"}`;
}
