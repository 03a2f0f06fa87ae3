/** From a configuration to what the host needs: names become module URLs, paths become folders. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { errorData, nearestName, TillwireError } from "@tillwire/plugin-api";
import type { JsonValue, Logger } from "@tillwire/plugin-api";
import { inPart, resolvePlugin } from "@tillwire/host";
import type { BridgeOptions, HostedChoice, LaneOptions, OptionsPart, PluginChoice } from "@tillwire/host";
import { openServer } from "@tillwire/link-server";
import { makeDataFolder } from "../data-folder.ts";
import { broughtAlong, version } from "../version.ts";
import { readEmvParameters } from "./emv-parameters.ts";
import type { Configuration } from "./schema.ts";
import type { ConfigurationFile } from "./read.ts";

const ownFolder = fileURLToPath(new URL("..", import.meta.url));

/** Resolves all names and makes the data folder. Rejects with an `OptionsError` for a name that leads nowhere. */
export async function bridgeOptions({ configuration, folder }: ConfigurationFile, log: Logger): Promise<BridgeOptions> {
  const { mode, dataFolder, listen, journal, platforms, links, lanes } = configuration;
  const find = finderFrom(folder);
  const named = async ([name, lane]: [string, Configuration["lanes"][string]]): Promise<[string, LaneOptions]> => [
    name,
    await laneOptions(lane, { name, find, folder }),
  ];
  const options = {
    name: configuration.name,
    version,
    mode,
    dataFolder,
    journal: choose(journal, { path: ["journal"] }, find),
    platforms: platforms.map((platform, index) => choose(platform, { path: ["platforms", index] }, find)),
    links: links.map((name, index) => ({ module: find(name, { path: ["links", index] }) })),
    lanes: Object.fromEntries(await Promise.all(Object.entries(lanes).map(named))),
    server: { open: openServer, ...listen },
    log,
  };
  await makeDataFolder(dataFolder, "Or name another folder with dataFolder in the configuration.");
  return options;
}

type Chosen = Configuration["journal"];
type Hosted = Extract<Configuration["lanes"][string], { readonly terminal: unknown }>["terminal"];
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

/** How a lane's plugins are found, and from where its files are named. */
interface LaneSources {
  readonly name: string;
  readonly find: Find;
  readonly folder: string;
}

async function laneOptions(
  lane: Configuration["lanes"][string],
  { name, find, folder }: LaneSources,
): Promise<LaneOptions> {
  const hosted = (part: string, chosen: Hosted): HostedChoice => ({
    ...choose(chosen, { path: ["lanes", name, part], name: `Lane ${name}` }, find),
    isolation: chosen.isolation,
  });
  if ("terminal" in lane) {
    const { terminal, ...settings } = lane;
    return { terminal: hosted("terminal", terminal), settings: given(settings) };
  }
  const { reader, gateway, emvParameters, ...settings } = lane;
  const part = { path: ["lanes", name, "emvParameters"], name: `Lane ${name}` };
  return {
    reader: hosted("reader", reader),
    gateway: hosted("gateway", gateway),
    ...(emvParameters !== undefined && {
      emvParameters: await readEmvParameters(resolve(folder, emvParameters), part),
    }),
    settings: given(settings),
  };
}

/** What is left out is left to the host, and its defaults. */
function given<Settings extends object>(settings: Settings): Given<Settings> {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<Settings>; // the same, without members that are undefined
}

type Given<Settings> = { [Name in keyof Settings]?: Exclude<Settings[Name], undefined> };
