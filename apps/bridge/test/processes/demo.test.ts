/** The demo and its terminal: one does not outlive the other, and two demos do not share a folder. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createClient, memoryStorage } from "@tillwire/client";
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

/** The line about the terminal: where it listens. */
const terminalPort = (line: unknown): number | undefined => {
  const port = /virtual terminal.* on 127\.0\.0\.1:(\d+)/.exec(String(line))?.[1];
  return port === undefined ? undefined : Number(port);
};

/** Takes the port as soon as it is free. */
async function occupy(port: number): Promise<Server> {
  for (;;) {
    const server = createServer();
    const listens = await new Promise((resolve) => {
      server.once("error", () => resolve(false)).listen({ port, host: "127.0.0.1" }, () => resolve(true));
    });
    if (listens) return server;
  }
}

const saying = (words: RegExp) => (line: unknown) => (words.test(String(line)) ? true : undefined);

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

test("a terminal that is killed comes back where it was, and takes payments again", async () => {
  await using demo = startDemo();
  const port = await demo.line(terminalPort);
  const url = await demo.line((line) => /ws:\/\/\S+/.exec(String(line))?.[0]);
  const killed = Number(readFileSync(`${ledger}.lock`, "utf8"));
  process.kill(killed, "SIGKILL");
  await demo.line(saying(/virtual terminal is gone: it was ended by SIGKILL\. It is started again in 0\.25 s\./));
  await demo.line(saying(new RegExp(`runs again, on 127\\.0\\.0\\.1:${port}\\.`)));
  expect(Number(readFileSync(`${ledger}.lock`, "utf8"))).not.toBe(killed);

  const client = createClient({ url, storage: memoryStorage(), pos: { name: "till" } });
  await until(async () => (await client.laneStatus("till-1")).state === "ready");
  const sold = await client.sale({ lane: "till-1", amount: { amountMinor: 1_000, currency: "EUR" } });
  expect(sold).toMatchObject({ state: "final", outcome: { kind: "approved" } });
  await client.close();

  demo.signal("SIGTERM");
  expect(await demo.exited).toBe(0);
  expect(demo.complaints()).toBe("");
}, 120_000);

test("a terminal whose port or ledger is taken in the meantime: the demo says so, and goes on when it is free", async () => {
  await using demo = startDemo();
  const port = await demo.line(terminalPort);
  const owner = () => Number(readFileSync(`${ledger}.lock`, "utf8"));
  process.kill(owner(), "SIGKILL");
  const intruder = await occupy(port);
  await demo.line(saying(/did not start: Another program listens on 127\.0\.0\.1:\d+\. Stop it/));
  await demo.line(saying(/It is tried again\. The lane is lost until then\. .*start the demo again/));
  intruder.close();
  await demo.line(saying(/runs again/));

  const linesBefore = demo.lines.length;
  process.kill(owner(), "SIGKILL");
  writeFileSync(`${ledger}.lock`, String(process.pid)); // as another terminal would
  await demo.line(saying(/did not start: Another virtual terminal \(process \d+\) writes to .* Stop it/), linesBefore);
  rmSync(`${ledger}.lock`);
  await demo.line(saying(/runs again/), linesBefore);
  demo.signal("SIGTERM");
  expect(await demo.exited).toBe(0);
}, 120_000);
