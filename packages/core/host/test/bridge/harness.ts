/** A whole bridge without network and disk: a listener that listens to nothing, and a platform that hands the port out. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryJournal } from "@tillwire/journal-memory";
import type { MemoryStore } from "@tillwire/journal-memory";
import { definePlatform, laneId, money, paymentKey } from "@tillwire/plugin-api";
import type {
  BridgeEvent,
  BridgePort,
  PaymentEvent,
  PosSession,
  SaleCommand,
  ServerProvider,
} from "@tillwire/plugin-api";
import { z } from "zod";
import { createBridge, createLogger, systemClock } from "../../src/index.ts";
import type { Bridge, BridgeOptions, LaneOptions, TerminalLaneOptions } from "../../src/index.ts";
import { scriptedTerminal } from "./scripted-terminal.ts";
import type { Script } from "./scripted-terminal.ts";

export const noServer: ServerProvider = async ({ host }) => ({
  host,
  port: 1,
  serve: () => ({ [Symbol.asyncDispose]: async () => undefined }),
  [Symbol.asyncDispose]: async () => undefined,
});

export interface RunningBridge extends AsyncDisposable {
  readonly bridge: Bridge;
  readonly port: BridgePort;
  /** One JSON object a line. */
  readonly log: string[];
}

export interface Pos {
  readonly session: PosSession;
  readonly events: BridgeEvent[];
}

/** Runs a bridge with one lane, `till-1`. */
export function runBridge(
  store: MemoryStore,
  script: Script,
  settings: NonNullable<LaneOptions["settings"]> = {},
): Promise<RunningBridge> {
  return runBridgeWith(store, { lanes: { "till-1": { ...laneOf(script), settings } } });
}

/** A lane with a terminal that does what the script says. */
export function laneOf(script: Script): TerminalLaneOptions {
  return { terminal: { plugin: scriptedTerminal(script) } };
}

/** Runs a bridge with options of its own. */
export async function runBridgeWith(
  store: MemoryStore,
  options: Partial<BridgeOptions> & Pick<BridgeOptions, "lanes">,
): Promise<RunningBridge> {
  const log: string[] = [];
  const ports: BridgePort[] = [];
  const dataFolder = mkdtempSync(join(tmpdir(), "tillwire-host-"));
  const removeFolder = (): void => rmSync(dataFolder, { recursive: true, force: true });
  try {
    const bridge = await createBridge({
      version: "0.0.0",
      mode: "demo",
      dataFolder,
      journal: { plugin: memoryJournal(store) },
      platforms: [{ plugin: direct(ports) }],
      links: [],
      server: { open: noServer, host: "127.0.0.1", port: 0, origins: [], hostNames: ["127.0.0.1"] },
      log: createLogger({ write: (line) => log.push(line), level: "debug", clock: systemClock() }),
      ...options,
    });
    const [port] = ports;
    if (!port) throw new TypeError("The platform was not started.");
    return { bridge, port, log, [Symbol.asyncDispose]: () => bridge[Symbol.asyncDispose]().then(removeFolder) };
  } catch (thrown) {
    removeFolder();
    throw thrown;
  }
}

/** A platform that hands its port to the test. */
function direct(ports: BridgePort[]) {
  return definePlatform({
    id: "direct",
    displayName: "Direct",
    version: "1.0.0",
    settings: z.strictObject({}),
    start: async ({ bridge }) => {
      ports.push(bridge);
      return { [Symbol.asyncDispose]: async () => undefined };
    },
  });
}

export function openPos(port: BridgePort): Pos {
  const events: BridgeEvent[] = [];
  const pos = { name: "till", asks: ["partial-approval" as const], display: true, print: false };
  return { session: port.openSession(pos, (event) => events.push(event)), events };
}

export function saleOf(key: string, amountMinor = 1_000, lane = "till-1"): SaleCommand {
  return {
    type: "payment.sale",
    key: paymentKey(key),
    keyCreatedAt: 1_764_000_000_000,
    lane: laneId(lane),
    amount: money(amountMinor, "EUR"),
  };
}

/** The events of payments among all, in the order in which they were told. */
export function paymentEvents(events: readonly BridgeEvent[]): readonly PaymentEvent[] {
  return events.flatMap((event) => (event.type === "payment.event" ? [event.event] : []));
}

/** Looks again and again until it is so, or fails after ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new TypeError("It did not come to be within ten seconds.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function ready({ bridge }: RunningBridge): Promise<void> {
  await until(() => bridge.status().lanes.every(({ state }) => state === "ready"));
}
