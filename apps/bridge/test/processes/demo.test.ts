/** The demo and its terminal: one does not outlive the other, and two demos do not share a folder. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { start } from "./processes.ts";
import { until } from "./shop.ts";

const folder = mkdtempSync(join(tmpdir(), "tillwire-demo-"));
const ledger = join(folder, "virtual-terminal.ledger");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function startDemo() {
  return start(["start", "--demo", "--data", folder, "--port", "0"], folder);
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false; // there is no such process
  }
}

const running = (line: unknown) => (String(line).includes("is running") ? true : undefined);

test("a demo that is killed takes its terminal along; a second one on its folder is refused untouched", async () => {
  await using first = startDemo();
  await first.line(running);
  const terminal = Number(readFileSync(`${ledger}.lock`, "utf8"));
  expect(isRunning(terminal)).toBe(true);

  const before = readFileSync(ledger, "utf8");
  await using second = startDemo();
  expect(await second.exited).toBe(1);
  expect(second.complaints()).toMatch(/Another virtual terminal \(process \d+\) writes to .*Stop it/);
  expect(readFileSync(ledger, "utf8")).toBe(before);

  await first.kill("SIGKILL");
  await until(async () => !isRunning(terminal));
  await using third = startDemo();
  await third.line(running);
}, 120_000);
