/**
 * Runs a plugin in this thread: for simulation, benchmarks and plugins that are values. It is bounded and
 * checked as in a worker, with one difference: a plugin that blocks the thread blocks the bridge, and nobody can end it.
 */
import type { Clock, Keystore, Logger, RandomBytes } from "@tillwire/plugin-api";
import type { LinkChoice, PluginChoice } from "../options.ts";
import { createConnection } from "./host-side/connection.ts";
import { createSessionRunner } from "./host-side/session-runner.ts";
import { runnerLimits } from "./limits.ts";
import type { RunnerLimits } from "./limits.ts";
import type { HostMessage, PluginMessage } from "./messages.ts";
import { createEmptyKeystore } from "./no-keys.ts";
import { loadHostable } from "./plugin-side/load.ts";
import { servePlugin } from "./plugin-side/serve-plugin.ts";
import { memoryPorts } from "./port.ts";
import type { Role } from "./roles/role.ts";
import type { PluginRunner } from "./runner.ts";

/** What an inline runner is made of. */
export interface InlineRunnerOptions {
  readonly plugin: PluginChoice;
  readonly links: readonly LinkChoice[];
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  /** None by default: key operations are refused. */
  readonly keystore?: Keystore;
  readonly limits?: Partial<RunnerLimits>;
}

/** Loads the plugin. Rejects when it cannot be loaded or its settings are invalid. */
export async function inlineRunner<Kind extends Role>(
  role: Kind,
  options: InlineRunnerOptions,
): Promise<PluginRunner<Kind>> {
  const { clock, random, log, keystore = createEmptyKeystore() } = options;
  const limits = { ...runnerLimits, ...options.limits };
  const hostable = await loadHostable(role.name, options.plugin, options.links);
  const { identity } = hostable.loaded;

  function connect() {
    const [hostPort, pluginPort] = memoryPorts<HostMessage, PluginMessage>();
    const served = servePlugin(pluginPort, { ...hostable, clock, random, limits });
    const terminate = (): Promise<void> => Promise.resolve(served[Symbol.asyncDispose]());
    return Promise.resolve({ identity, connection: createConnection({ port: hostPort, log, terminate }) });
  }
  return await createSessionRunner(role, connect, { clock, log, keystore, limits });
}
