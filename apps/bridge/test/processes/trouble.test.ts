/** The command on a machine where something is in the way: it says what, and what to do. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { start } from "./processes.ts";
import { until } from "./shop.ts";

vi.setConfig({ testTimeout: 60_000 });

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillwire-trouble-"));
  const lane = 'lanes:\n  till-1:\n    terminal:\n      use: "@tillwire/device-virtual"\n';
  writeFileSync(join(folder, "tillwire.yaml"), lane);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function refusal(...args: readonly string[]): Promise<string> {
  await using command = start(args, folder);
  expect(await command.exited).toBe(1);
  return command.complaints();
}

const listening = (line: unknown) => (JSON.stringify(line).includes('"listening"') ? true : undefined);

test("a port that is taken: how to choose another", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? String(address.port) : "";
  const words = `tillwire: Another program has port ${port} of 127.0.0.1, perhaps another bridge. Stop it, or choose another port (0 picks a free one). Here with --port NUMBER.\n`;
  expect(await refusal("start", "--port", port)).toBe(words);
  expect(await refusal("start", "--demo", "--port", port)).toBe(words);
  server.close();
});

test("a second bridge on the same data folder is refused, and the first goes on", async () => {
  await using first = start(["start", "--port", "0"], folder);
  await first.line(listening);
  const journal = join(folder, "tillwire-data", "journal.sqlite");
  expect(await refusal("start", "--port", "0")).toBe(
    `tillwire: Another bridge or program works with the journal ${journal}. Stop it, or use another data folder.\n`,
  );
  first.signal("SIGTERM");
  expect(await first.exited).toBe(0);
});

test("a key that is damaged: what to do with it", async () => {
  mkdirSync(join(folder, "tillwire-data"));
  const key = join(folder, "tillwire-data", "bridge-key.pem");
  writeFileSync(key, "-----BEGIN PRIVATE KEY-----\nnone\n");
  expect(await refusal("start", "--port", "0")).toMatch(
    `The bridge's key ${key} is damaged. Put it back from a copy, or`,
  );
});

test("a log that cannot be written is told once; the demo runs", async () => {
  mkdirSync(join(folder, "data", "bridge.log"), { recursive: true });
  await using demo = start(["start", "--demo", "--data", "data", "--port", "0"], folder);
  await demo.line((line) => (String(line).includes("is running") ? true : undefined));
  expect(demo.complaints()).toMatch(/^tillwire: The log cannot be written: .*\. The bridge goes on without\.\n$/);
});

test("a reader of the output that goes away ends nothing", async () => {
  const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
  const child = spawn(process.execPath, [cli, "start", "--port", "0", "--verbose"], { cwd: folder });
  let complaints = "";
  child.stderr.on("data", (text: Buffer) => (complaints += text.toString()));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.stdout.destroy();
  await until(async () => complaints.includes("Nobody reads the output any more"));
  child.kill("SIGTERM");
  expect(await exited).toBe(0);
  expect(complaints.trim().split("\n")).toHaveLength(1);
});
