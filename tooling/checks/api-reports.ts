/** The public interfaces are those that were reviewed: `etc/*.api.md`. */
import { fileURLToPath } from "node:url";
import type { Check } from "./check.ts";
import { asResult, runCommand } from "./command.ts";

const script = fileURLToPath(new URL("../api-report.ts", import.meta.url));

/** A process of its own: it takes a core for a while, in which others can go on. */
export const apiReports: Check = {
  name: "api reports",
  async run({ root }) {
    const compare = [script, "--check", "--root", root];
    return asResult("api reports", await runCommand(process.execPath, compare, { cwd: root }));
  },
};
