/** Chooses where a terminal plugin runs: in a worker when it is a module, unless told otherwise; inline when it is a value. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock, Keystore, Logger, RandomBytes } from "@tillwire/plugin-api";
import type { LaneOptions, LinkChoice } from "../options.ts";
import { inlineRunner } from "./inline.ts";
import type { TerminalRunner } from "./runner.ts";
import { workerRunner } from "./worker.ts";

/** What the host lends to its runners. A worker has clock and randomness of its own: those of the machine. */
export interface RunnerSurroundings {
  readonly links: readonly LinkChoice[];
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly keystore?: Keystore;
}

/** Loads a terminal plugin where it belongs. Rejects when it cannot be loaded or its settings are invalid. */
export async function createRunner(
  choice: LaneOptions["terminal"],
  around: RunnerSurroundings,
): Promise<TerminalRunner> {
  const isolation = choice.isolation ?? ("module" in choice ? "worker" : "inline");
  if (isolation === "inline") return await inlineRunner({ ...around, plugin: choice });
  if (!("module" in choice)) throw valueInWorker("the plugin");
  const linkModules = around.links.map((link) => {
    if ("module" in link) return link.module;
    throw valueInWorker("every link");
  });
  const { log, keystore } = around;
  return await workerRunner({ log, keystore, moduleUrl: choice.module, settings: choice.settings, linkModules });
}

function valueInWorker(what: string): TillwireError {
  return new TillwireError("SETTINGS_INVALID", {
    message: `A worker loads modules only: give ${what} as the URL of its module, or run the terminal inline.`,
    effect: "none",
  });
}
