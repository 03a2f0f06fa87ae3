/** The example as a reader runs it: a bridge in demo mode in one process, the till in another. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const tillPath = fileURLToPath(new URL("../till.ts", import.meta.url));
const bridgePath = join(dirname(fileURLToPath(import.meta.resolve("tillwire/package.json"))), "dist", "cli.js");

let folder: string;
let bridge: ChildProcess;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tillwire-till-"));
  const parameters = [bridgePath, "start", "--demo", "--port", "0", "--data", join(folder, "bridge")];
  bridge = spawn(process.execPath, parameters, { stdio: ["ignore", "pipe", "inherit"] });
  url = await addressOf(bridge);
}, 20_000);

afterEach(async () => {
  const gone = once(bridge, "exit");
  bridge.kill();
  await gone;
  await rm(folder, { recursive: true });
}, 20_000);

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("The bridge has no output.");
  for await (const line of createInterface(stdout)) {
    const [found] = /ws:\/\/\S+/.exec(line) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error("The bridge did not say where it listens.");
}

async function runTill(): Promise<readonly string[]> {
  const till = spawn(process.execPath, [tillPath], {
    cwd: folder,
    env: { ...process.env, TILLWIRE_URL: url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const reading = (async () => {
    for await (const line of createInterface(till.stdout)) lines.push(line.trim());
  })();
  const [code] = await once(till, "exit");
  await reading;
  expect(code).toBe(0);
  return lines;
}

test("two sales in a row are paid, and leave nothing unfinished", { timeout: 60_000 }, async () => {
  for (let sale = 0; sale < 2; sale += 1) {
    const lines = await runTill();
    expect(lines).toEqual(expect.arrayContaining(["submitted", "accepted", "sent", "prompt present-card"]));
    expect(lines.slice(-2)).toEqual(["ended", "Paid."]);
  }
  expect(await readdir(join(folder, "unfinished-payments"))).toEqual([]);
});
