/** From a configuration to what the host needs: names become module URLs, paths become folders. */
import { fileURLToPath } from "node:url";
import { errorData, nearestName, TillwireError } from "@tillwire/plugin-api";
import type { JsonValue, Logger } from "@tillwire/plugin-api";
import { inPart, resolvePlugin } from "@tillwire/host";
import type { BridgeOptions, LaneOptions, OptionsPart, PluginChoice } from "@tillwire/host";
import { openServer } from "@tillwire/link-server";
import { makeDataFolder } from "../data-folder.ts";
import { broughtAlong, version } from "../version.ts";
import type { Configuration } from "./schema.ts";
import type { ConfigurationFile } from "./read.ts";

const ownFolder = fileURLToPath(new URL("..", import.meta.url));

/** Resolves all names and makes the data folder. Rejects with an `OptionsError` for a name that leads nowhere. */
export async function bridgeOptions({ configuration, folder }: ConfigurationFile, log: Logger): Promise<BridgeOptions> {
  const { mode, dataFolder, listen, journal, platforms, links, lanes } = configuration;
  const find = finderFrom(folder);
  const options = {
    name: configuration.name,
    version,
    mode,
    dataFolder,
    journal: choose(journal, { path: ["journal"] }, find),
    platforms: platforms.map((platform, index) => choose(platform, { path: ["platforms", index] }, find)),
    links: links.map((name, index) => ({ module: find(name, { path: ["links", index] }) })),
    lanes: Object.fromEntries(Object.entries(lanes).map(([name, lane]) => [name, laneOptions(lane, name, find)])),
    server: { open: openServer, ...listen },
    log,
  };
  await makeDataFolder(dataFolder, "Or name another folder with dataFolder in the configuration.");
  return options;
}

type Chosen = Configuration["journal"];
type Find = (name: string, part: OptionsPart) => string;

/** A shop's own plugins first, then those that the bridge brings along. */
function finderFrom(folder: string): Find {
  return (name, part) => {
    try {
      return resolvePlugin(name, [folder, ownFolder]);
    } catch (thrown) {
      const { code, message } = errorData(thrown);
      const meant = nearestName(name, broughtAlong);
      const hint = meant === undefined ? "" : ` Or did you mean ${meant}?`;
      throw inPart(part, new TillwireError(code, { message: message + hint, effect: "none", cause: thrown }));
    }
  };
}

function choose({ use, settings }: Chosen, part: OptionsPart, find: Find): PluginChoice & { readonly module: string } {
  return {
    module: find(use, part),
    // zod's JSON type and ours say the same; ours is readonly
    ...(settings !== undefined && { settings: settings as JsonValue }),
  };
}

function laneOptions({ terminal, ...settings }: Configuration["lanes"][string], name: string, find: Find): LaneOptions {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const chosen = choose(terminal, { path: ["lanes", name, "terminal"], name: `Lane ${name}` }, find);
  return { terminal: { ...chosen, isolation: terminal.isolation }, settings: Object.fromEntries(given) };
}
