/** The example as a reader runs it: a bridge in demo mode in one process, the till in another. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const tillPath = fileURLToPath(new URL("../till.ts", import.meta.url));
const bridgePath = join(dirname(fileURLToPath(import.meta.resolve("tillwire/package.json"))), "dist", "cli.js");

/** Processes start and stop here; a busy machine may take its time. */
const slowMachineMs = 120_000;

let folder: string;
let bridge: ChildProcess;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tillwire-till-"));
  const parameters = [bridgePath, "start", "--demo", "--port", "0", "--data", join(folder, "bridge")];
  bridge = spawn(process.execPath, parameters, { stdio: ["ignore", "pipe", "inherit"] });
  url = await addressOf(bridge);
}, slowMachineMs);

afterAll(async () => {
  const gone = once(bridge, "exit");
  bridge.kill();
  await gone;
  await rm(folder, { recursive: true });
}, slowMachineMs);

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("The bridge has no output.");
  for await (const line of createInterface(stdout)) {
    const [found] = /ws:\/\/\S+/.exec(line) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error("The bridge did not say where it listens.");
}

/** A till in a folder of its own. */
async function openTill(name: string) {
  const tillFolder = join(folder, name);
  await mkdir(tillFolder);
  return {
    /** Gives what the till printed. With `killAt` it is killed, as if the power went, as soon as it has printed that. */
    async run(killAt?: string): Promise<readonly string[]> {
      const till = spawn(process.execPath, [tillPath], {
        cwd: tillFolder,
        env: { ...process.env, TILLWIRE_URL: url },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const gone = once(till, "exit");
      const lines: string[] = [];
      for await (const line of createInterface(till.stdout)) {
        lines.push(line.trim());
        if (line.trim() === killAt) till.kill("SIGKILL");
      }
      await gone;
      if (killAt === undefined) expect(till.exitCode).toBe(0);
      return lines;
    },
    /** The records of payments that are not over. What a kill left half written (`.new`) is none. */
    async unfinished(): Promise<readonly string[]> {
      const names = await readdir(join(tillFolder, "unfinished-payments"));
      return names.filter((file) => file.endsWith(".json"));
    },
  };
}

test("two sales in a row are paid, and leave nothing unfinished", { timeout: slowMachineMs }, async () => {
  const till = await openTill("in-a-row");
  for (let sale = 0; sale < 2; sale += 1) {
    const lines = await till.run();
    expect(lines).toEqual(expect.arrayContaining(["submitted", "accepted", "sent", "prompt present-card"]));
    expect(lines.slice(-2)).toEqual(["ended", "Paid."]);
  }
  expect(await till.unfinished()).toEqual([]);
});

test("a till that is killed in the middle of a sale finds it again", { timeout: slowMachineMs }, async () => {
  const till = await openTill("killed");
  const killed = await till.run("sent");
  expect(killed).not.toContain("ended");
  expect(await till.unfinished()).toHaveLength(1);
  const lines = (await till.run()).join("\n");
  expect(lines).toMatch(/^From before: \{\n?\s*state: 'final'/);
  expect(lines).toMatch(/kind: 'approved'/);
  expect(lines).toMatch(/\nPaid\.$/);
  expect(await till.unfinished()).toEqual([]);
});
