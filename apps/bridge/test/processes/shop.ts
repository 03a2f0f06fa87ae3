/** A shop: a terminal and a bridge in processes of their own, and a till that keeps its own books. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, memoryStorage } from "@tillwire/client";
import type { Client, ClientStorage, FinalResult } from "@tillwire/client";
import { liveApprovals, readLedger } from "@tillwire/device-virtual/virtual";
import type { LiveApproval, TerminalSettingsInput } from "@tillwire/device-virtual/virtual";
import { stringify } from "yaml";
import { freePort, start } from "./processes.ts";
import type { RunningProcess } from "./processes.ts";

export interface ShopOptions {
  readonly level?: "B" | "C" | "D";
  /** Of the terminal. */
  readonly terminal?: TerminalSettingsInput;
  /** Of the device plugin. */
  readonly device?: Readonly<Record<string, unknown>>;
  /** Of the lane. */
  readonly lane?: Readonly<Record<string, unknown>>;
  /** Of the bridge. */
  readonly bridge?: Readonly<Record<string, unknown>>;
}

/** What a till has written down: one entry an outcome, by key. */
export type Books = Map<string, FinalResult>;

export interface Till extends AsyncDisposable {
  readonly client: Client;
  readonly books: Books;
  readonly storage: ClientStorage;
}

export interface Shop extends AsyncDisposable {
  readonly url: string;
  terminal(): RunningProcess;
  bridge(): RunningProcess;
  startTerminal(): Promise<void>;
  startBridge(): Promise<void>;
  /** A till; with the storage and books of an earlier one it is the same till after a restart. */
  openTill(before?: Pick<Till, "books" | "storage">): Till;
  live(): Promise<readonly LiveApproval[]>;
}

/** Sets everything up and waits until the lane is ready. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const { level = "B" } = options;
  const folder = mkdtempSync(join(tmpdir(), "tillwire-shop-"));
  const [bridgePort, terminalPort] = [await freePort(), await freePort()];
  writeFileSync(join(folder, "tillwire.yaml"), configuration(options, { bridgePort, terminalPort, level }));
  const ledger = join(folder, "terminal.ledger");
  const terminalFlags = ["--port", String(terminalPort), "--ledger", ledger, "--level", level, "--machine"];
  const settings = ["--settings", JSON.stringify({ pacing: noPacing, ...options.terminal })];
  const url = `ws://127.0.0.1:${bridgePort}/`;
  let terminal: RunningProcess | undefined;
  let bridge: RunningProcess | undefined;

  async function startTerminal(): Promise<void> {
    terminal = start(["terminal", "virtual", ...terminalFlags, ...settings], folder);
    await terminal.line((line) => (hasField(line, "listening") ? true : undefined));
  }

  async function startBridge(): Promise<void> {
    bridge = start(["start", "--config", "tillwire.yaml"], folder);
    await bridge.line((line) => (hasField(line, "event") && line.event === "listening" ? true : undefined));
  }

  const running = (process: RunningProcess | undefined): RunningProcess => {
    if (!process) throw new Error("It was not started.");
    return process;
  };
  await startTerminal();
  await startBridge();
  return {
    url,
    startTerminal,
    startBridge,
    terminal: () => running(terminal),
    bridge: () => running(bridge),
    openTill: (before) => openTill(url, before),
    live: async () => liveApprovals(await readLedger(ledger)),
    async [Symbol.asyncDispose]() {
      await bridge?.kill("SIGKILL");
      await terminal?.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const noPacing = { presentMs: 0, pinMs: 0, processMs: 0, removeMs: 0 };

function openTill(url: string, before?: Pick<Till, "books" | "storage">): Till {
  const books: Books = before?.books ?? new Map();
  const storage = before?.storage ?? memoryStorage();
  const client = createClient({
    url,
    storage,
    pos: { name: "till", asks: ["partial-approval"] },
    onOutcome: (result) => {
      books.set(result.key, result);
    },
    onEvent: () => undefined,
  });
  return { client, books, storage, [Symbol.asyncDispose]: () => client.close() };
}

function configuration(
  { device, lane, bridge }: ShopOptions,
  { bridgePort, terminalPort, level }: { bridgePort: number; terminalPort: number; level: string },
): string {
  const settings = { host: "127.0.0.1", port: terminalPort, level, ...device };
  return stringify({
    name: "Front counter",
    mode: "demo",
    dataFolder: "data",
    listen: { port: bridgePort },
    lanes: { "till-1": { terminal: { use: "@tillwire/device-virtual", settings }, ...lane } },
    logLevel: "debug",
    ...bridge,
  });
}

function hasField<Name extends string>(line: unknown, name: Name): line is Readonly<Record<Name, unknown>> {
  return typeof line === "object" && line !== null && name in line;
}

/** Waits until the lane takes payments. */
export async function ready({ client }: Till): Promise<void> {
  await until(async () => {
    const lanes = await client.lanes().catch(() => []);
    return lanes[0]?.state === "ready";
  });
}

/** Looks again and again until it is so, or fails after half a minute. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error("It did not come to be within half a minute.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
