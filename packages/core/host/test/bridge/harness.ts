/** A whole bridge without network and disk: a listener that listens to nothing, and a platform that hands the port out. */
import { tmpdir } from "node:os";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { definePlatform, laneId, money, paymentKey } from "@tillwire/plugin-api";
import type { BridgeEvent, BridgePort, PosSession, SaleCommand, ServerProvider } from "@tillwire/plugin-api";
import { z } from "zod";
import { createBridge, createLogger, systemClock } from "../../src/index.ts";
import type { Bridge, LaneOptions } from "../../src/index.ts";
import { storeJournal } from "./memory-journal.ts";
import type { JournalStore } from "./memory-journal.ts";
import { scriptedTerminal } from "./scripted-terminal.ts";
import type { Script } from "./scripted-terminal.ts";

const noServer: ServerProvider = async ({ host }) => ({
  host,
  port: 1,
  serve: () => ({ [Symbol.asyncDispose]: async () => undefined }),
  [Symbol.asyncDispose]: async () => undefined,
});

export interface RunningBridge extends AsyncDisposable {
  readonly bridge: Bridge;
  readonly port: BridgePort;
  readonly log: string[];
}

export interface Pos {
  readonly session: PosSession;
  readonly events: BridgeEvent[];
}

export async function runBridge(
  store: JournalStore,
  script: Script,
  settings: NonNullable<LaneOptions["settings"]> = {},
): Promise<RunningBridge> {
  const log: string[] = [];
  const ports: BridgePort[] = [];
  const direct = definePlatform({
    id: "direct",
    displayName: "Direct",
    version: "1.0.0",
    settings: z.strictObject({}),
    start: async ({ bridge }) => {
      ports.push(bridge);
      return { [Symbol.asyncDispose]: async () => undefined };
    },
  });
  const bridge = await createBridge({
    version: "0.0.0",
    mode: "demo",
    dataFolder: mkdtempSync(join(tmpdir(), "tillwire-host-")),
    journal: { plugin: storeJournal(store) },
    lanes: { "till-1": { terminal: { plugin: scriptedTerminal(script) }, settings } },
    platforms: [{ plugin: direct }],
    links: [],
    server: { open: noServer, host: "127.0.0.1", port: 0, origins: [], hostNames: ["127.0.0.1"] },
    log: createLogger({ write: (line) => log.push(line), level: "debug", clock: systemClock() }),
  });
  const [port] = ports;
  if (!port) throw new TypeError("The platform was not started.");
  return { bridge, port, log, [Symbol.asyncDispose]: () => bridge[Symbol.asyncDispose]() };
}

export function openPos(port: BridgePort): Pos {
  const events: BridgeEvent[] = [];
  const pos = { name: "till", asks: ["partial-approval" as const], display: true, print: false };
  return { session: port.openSession(pos, (event) => events.push(event)), events };
}

export function saleOf(key: string, amountMinor = 1_000): SaleCommand {
  return {
    type: "payment.sale",
    key: paymentKey(key),
    keyCreatedAt: 1_764_000_000_000,
    lane: laneId("till-1"),
    amount: money(amountMinor, "EUR"),
  };
}

/** Looks again and again until it is so, or fails after two seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 2_000;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new TypeError("It did not come to be within two seconds.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function ready({ bridge }: RunningBridge): Promise<void> {
  await until(() => bridge.status().lanes[0]?.state === "ready");
}
