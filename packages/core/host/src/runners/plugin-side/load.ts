/** Loads all that a plugin needs to run in this thread: the plugin by its role, its settings, its links. */
import { errorData } from "@tillwire/plugin-api";
import type { Cloneable, LinkProvider } from "@tillwire/plugin-api";
import { inPart } from "../../options-error.ts";
import type { LinkChoice, PluginChoice } from "../../options.ts";
import { loadLinkProvider } from "../../plugins/load-plugin.ts";
import { refusal } from "../../plugins/refusals.ts";
import { plainCopy } from "../plain.ts";
import type { RoleName } from "../roles/index.ts";
import { loadGateway } from "./gateway/load.ts";
import { loadReader } from "./reader.ts";
import type { Hostable, Loaded } from "./served-role.ts";
import { loadTerminal } from "./terminal.ts";

const loaders = {
  terminal: loadTerminal,
  reader: loadReader,
  gateway: loadGateway,
} satisfies Record<RoleName, (choice: PluginChoice) => Promise<Loaded>>;

/** Loads. Rejects when a module cannot be imported, is no such plugin, or does not take its settings. */
export async function loadHostable(
  role: RoleName,
  choice: PluginChoice,
  links: readonly LinkChoice[],
): Promise<Hostable> {
  const loaded = await loaders[role](choice);
  const identity = plainIdentity(loaded.identity);
  return { loaded: { ...loaded, identity }, links: await Promise.all(links.map(loadLink)) };
}

async function loadLink(choice: LinkChoice, index: number): Promise<LinkProvider> {
  return await loadLinkProvider(choice).catch((thrown: unknown) => {
    throw inPart({ path: ["links", index] }, thrown);
  });
}

/** As it crosses to another thread, wherever the plugin runs. */
function plainIdentity(identity: unknown): Cloneable {
  try {
    return plainCopy(identity);
  } catch (thrown) {
    throw refusal("PLUGIN_FAILED", errorData(thrown).message, thrown);
  }
}
