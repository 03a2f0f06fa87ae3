/** Starts the demo: a virtual terminal in a process of its own, and a bridge with the embedded defaults. */
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TillwireError } from "@tillwire/plugin-api";
import type { LaneView } from "@tillwire/plugin-api";
import { createBridge } from "@tillwire/host";
import type { Bridge } from "@tillwire/host";
import { bridgeOptions } from "../configuration/bridge-options.ts";
import { makeDataFolder } from "../data-folder.ts";
import { levelOf } from "../flags.ts";
import { fileLog } from "../log.ts";
import { demoConfiguration, demoLane } from "./configuration.ts";
import { keepTerminal } from "./keep-terminal.ts";
import type { KeptTerminal } from "./keep-terminal.ts";
import type { TerminalLine } from "./terminal-process.ts";

/** A demo that runs. */
export interface Demo extends AsyncDisposable {
  readonly bridge: Bridge;
  readonly terminal: KeptTerminal;
  readonly dataFolder: string;
  /** Where a POS connects. */
  readonly url: string;
}

/** What the demo may be told. */
export interface DemoOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly level?: string | undefined;
  readonly verbose: boolean;
  readonly onTerminal?: (line: TerminalLine) => void;
}

/** How long the device may take to be reached for the first time. */
const readyWithinMs = 10_000;

/** Starts everything and waits until the lane takes payments. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { port, verbose, onTerminal } = options;
  const dataFolder = resolve(options.dataFolder);
  const level = levelOf(options.level);
  await makeDataFolder(dataFolder, "Or name another folder with --data.");
  const ledgerFile = join(dataFolder, "virtual-terminal.ledger");
  const log = fileLog(dataFolder, verbose);
  const say = (line: string): void => {
    log.warn("demo-terminal", { message: line });
    process.stdout.write(`\n${line}\n`);
  };
  const terminal = await keepTerminal({ port: 0, ledgerFile, level, say, onEvent: onTerminal ?? (() => undefined) });
  try {
    const file = demoConfiguration({ dataFolder, port, terminal: { ...terminal, level } });
    const bridge = await createBridge(await bridgeOptions(file, log));
    await ready(bridge, dataFolder);
    return {
      bridge,
      terminal,
      dataFolder,
      url: `ws://${bridge.host}:${bridge.port}/`,
      async [Symbol.asyncDispose]() {
        await bridge[Symbol.asyncDispose]();
        await terminal[Symbol.asyncDispose]();
      },
    };
  } catch (thrown) {
    await terminal[Symbol.asyncDispose]();
    throw thrown;
  }
}

async function ready(bridge: Bridge, dataFolder: string): Promise<void> {
  const lane = await settledLane(bridge);
  if (lane?.state === "ready") return;
  await bridge[Symbol.asyncDispose]();
  const why = lane?.reason ?? `it is ${lane?.state ?? "not there"}.`;
  const message = `The demo's lane takes no payments: ${why} More stands in ${join(dataFolder, "bridge.log")}.`;
  throw new TillwireError("LANE_NOT_READY", { message, effect: "none" });
}

/** The lane when it is ready, or when it will not become so by waiting. */
async function settledLane(bridge: Bridge): Promise<LaneView | undefined> {
  for (const deadlineMs = performance.now() + readyWithinMs; ;) {
    const lane = bridge.status().lanes.find(({ lane: name }) => name === demoLane);
    if (lane?.state === "ready" || lane?.state === "paused" || performance.now() > deadlineMs) return lane;
    await sleep(20);
  }
}
