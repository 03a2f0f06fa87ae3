/** Journal and platforms: loaded, checked, opened. */
import type { BridgePort, Journal, Server } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { createDisposables } from "./disposables.ts";
import type { Lent } from "./lanes/index.ts";
import { inPart } from "./options-error.ts";
import type { OptionsPart } from "./options-error.ts";
import type { BridgeOptions } from "./options.ts";
import { loadPlugin } from "./plugins/load-plugin.ts";

/** Opens the journal. Real money needs one that survives loss of power. */
export async function openJournal(options: BridgeOptions, lent: Lent): Promise<Journal> {
  const { plugin, settings } = await ofPart({ path: ["journal"] }, loadPlugin(options.journal, "journal"));
  const { dataFolder, log } = options;
  const context = { ...lent, log, dataFolder, signal: new AbortController().signal };
  const journal = await plugin.open(context, settings);
  if (options.mode === "live" && journal.durability !== "power-loss") {
    await journal[Symbol.asyncDispose]();
    const message = `The journal ${plugin.displayName} does not survive loss of power, so it may not take real money.`;
    throw inPart({ path: ["journal"] }, new TillwireError("SETTINGS_INVALID", { message, effect: "none" }));
  }
  return journal;
}

/** What platforms are started with. */
export interface PlatformLent extends Lent {
  readonly bridge: BridgePort;
  readonly server: Server;
}

/** Starts every platform. Disposing the result stops them. */
export async function startPlatforms(
  options: BridgeOptions,
  { clock, random, bridge, server }: PlatformLent,
): Promise<AsyncDisposable> {
  await using started = createDisposables();
  const stop = new AbortController();
  started.defer(() => stop.abort());
  for (const [index, choice] of options.platforms.entries()) {
    const { plugin, settings } = await ofPart({ path: ["platforms", index] }, loadPlugin(choice, "platform"));
    const { signal } = stop;
    const context = { clock, random, log: options.log, bridge, signal, serve: server.serve.bind(server) };
    started.use(await plugin.start(context, settings));
  }
  return started.move();
}

async function ofPart<Loaded>(part: OptionsPart, loading: Promise<Loaded>): Promise<Loaded> {
  return await loading.catch((thrown: unknown) => {
    throw inPart(part, thrown);
  });
}
