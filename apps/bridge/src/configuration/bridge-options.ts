/** From a configuration to what the host needs: names become module URLs, paths become folders. */
import { fileURLToPath } from "node:url";
import type { JsonValue, Logger } from "@tillwire/plugin-api";
import { resolvePlugin } from "@tillwire/host";
import type { BridgeOptions, LaneOptions, PluginChoice } from "@tillwire/host";
import { openServer } from "@tillwire/link-server";
import { makeDataFolder } from "../data-folder.ts";
import { version } from "../version.ts";
import type { Configuration } from "./schema.ts";
import type { ConfigurationFile } from "./read.ts";

const ownFolder = fileURLToPath(new URL("..", import.meta.url));

/** Resolves all names and makes the data folder. */
export async function bridgeOptions({ configuration, folder }: ConfigurationFile, log: Logger): Promise<BridgeOptions> {
  const { mode, dataFolder, listen, journal, platforms, links, lanes } = configuration;
  await makeDataFolder(dataFolder, "Name another one with dataFolder.");
  const folders = [folder, ownFolder] as const; // a shop's own plugins first, then those that the bridge brings along
  const choose = ({ use, settings }: Chosen): PluginChoice => ({
    module: resolvePlugin(use, [...folders]),
    // zod's JSON type and ours say the same; ours is readonly
    ...(settings !== undefined && { settings: settings as JsonValue }),
  });
  return {
    version,
    mode,
    dataFolder,
    journal: choose(journal),
    platforms: platforms.map(choose),
    links: links.map((name) => ({ module: resolvePlugin(name, [...folders]) })),
    lanes: Object.fromEntries(Object.entries(lanes).map(([name, lane]) => [name, laneOptions(lane, choose)])),
    server: { open: openServer, ...listen },
    log,
  };
}

type Chosen = Configuration["journal"];

function laneOptions(
  { terminal, ...settings }: Configuration["lanes"][string],
  choose: (chosen: Chosen) => PluginChoice,
): LaneOptions {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { terminal: { ...choose(terminal), isolation: terminal.isolation }, settings: Object.fromEntries(given) };
}
