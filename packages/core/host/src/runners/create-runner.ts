/** Chooses where a plugin runs: in a worker when it is a module, unless told otherwise; inline when it is a value. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock, Keystore, Logger, RandomBytes } from "@tillwire/plugin-api";
import type { HostedChoice, LinkChoice } from "../options.ts";
import { inlineRunner } from "./inline.ts";
import type { Role } from "./roles/role.ts";
import type { PluginRunner } from "./runner.ts";
import { workerRunner } from "./worker.ts";

/** What the host lends to its runners. A worker has clock and randomness of its own: those of the machine. */
export interface RunnerSurroundings {
  readonly links: readonly LinkChoice[];
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly keystore?: Keystore;
}

/** Loads a plugin where it belongs. Rejects when it cannot be loaded or its settings are invalid. */
export async function createRunner<Kind extends Role>(
  role: Kind,
  choice: HostedChoice,
  around: RunnerSurroundings,
): Promise<PluginRunner<Kind>> {
  const isolation = choice.isolation ?? ("module" in choice ? "worker" : "inline");
  if (isolation === "inline") return await inlineRunner(role, { ...around, plugin: choice });
  if (!("module" in choice)) throw valueInWorker("the plugin", role);
  const linkModules = around.links.map((link) => {
    if ("module" in link) return link.module;
    throw valueInWorker("every link", role);
  });
  const { log, keystore } = around;
  const { module: moduleUrl, settings } = choice;
  return await workerRunner(role, { log, keystore, moduleUrl, settings, linkModules });
}

function valueInWorker(what: string, { name }: Role): TillwireError {
  return new TillwireError("SETTINGS_INVALID", {
    message: `A worker loads modules only: give ${what} as the URL of its module, or run the ${name} inline.`,
    effect: "none",
  });
}
