/** Runs every check, whatever the others say, and ends with the counts. `--only name` runs one part, for work on it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { failure, type Check, type CheckContext } from "./check.ts";
import { checks } from "./checks.ts";
import { installDebianPackages } from "./debian-packages.ts";
import { report, type PartResult } from "./report.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
const isCi = process.env["CI"] === "true";
/** Most checks use one core at a time; more of them at once than cores only makes each slower. */
const atOnce = 2;

async function runPart(check: Check, context: CheckContext): Promise<PartResult> {
  const started = performance.now();
  try {
    return { name: check.name, ...(await check.run(context)), seconds: secondsSince(started) };
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name: check.name, ...failure(`${check.name} broke off`, output), seconds: secondsSince(started) };
  }
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

/** Those that must be alone first and last, in the order of the list; the others share the cores between. */
async function runAll(selected: readonly Check[]): Promise<PartResult[]> {
  const results: PartResult[] = [];
  const queue = [...selected];
  async function lane(): Promise<void> {
    for (let check = queue[0]; check && !check.alone; check = queue[0]) {
      queue.shift();
      results.push(await inScratch(check));
    }
  }
  while (queue.length > 0) {
    const [first] = queue;
    if (first?.alone) {
      queue.shift();
      results.push(await inScratch(first));
    } else {
      await Promise.all(Array.from({ length: atOnce }, lane));
    }
  }
  return results;
}

async function inScratch(check: Check): Promise<PartResult> {
  const scratch = mkdtempSync(join(tmpdir(), "tillwire-check-"));
  try {
    return await runPart(check, { root, scratch });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
const selected = only === undefined ? checks : checks.filter((check) => check.name === only);
if (selected.length === 0) {
  console.error(`There is no part "${only}". Parts: ${checks.map((check) => check.name).join(", ")}`);
  process.exit(1);
}
if (isCi) await installDebianPackages(root);
const { text, failed } = report(await runAll(selected), { notRunIsFailure: isCi });
console.log(text);
process.exitCode = failed > 0 ? 1 : 0;
