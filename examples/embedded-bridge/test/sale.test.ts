/** The example as a reader runs it: a process of its own, with nothing but Node. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const path = fileURLToPath(new URL("../sale.ts", import.meta.url));

test(
  "the sale is approved, the terminal has committed it once, and nothing complains",
  { timeout: 60_000 },
  async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [path]);
    expect(stdout).toMatch(/^The till was told: approved$/m);
    expect(stdout.match(/reference:/g)).toHaveLength(1);
    expect(stdout).toMatch(/authorizedMinor: 1050,\s+committed: true/);
    expect(stdout).toMatch(/with the error: undefined$/m);
    expect(stderr).toBe("");
  },
);
