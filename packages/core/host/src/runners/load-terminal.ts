/** Loads all that a terminal plugin needs to run in this thread: the plugin, its settings, its links. */
import { TillwireError } from "@tillwire/plugin-api";
import type { LinkProvider, TerminalPlugin } from "@tillwire/plugin-api";
import { inPart } from "../options-error.ts";
import type { LinkChoice, PluginChoice } from "../options.ts";
import { loadLinkProvider, loadPlugin } from "../plugins/load-plugin.ts";
import type { PluginIdentity } from "./runner.ts";

/** A terminal plugin that can be opened. */
export interface LoadedTerminal {
  readonly plugin: TerminalPlugin;
  readonly settings: unknown;
  readonly links: readonly LinkProvider[];
}

/** Loads. Rejects as {@link loadPlugin} does, and with `PLUGIN_UNSUPPORTED` for a reader. */
export async function loadTerminal(choice: PluginChoice, links: readonly LinkChoice[]): Promise<LoadedTerminal> {
  const { plugin, settings } = await loadPlugin(choice, "device");
  if (plugin.role === "reader") {
    throw new TillwireError("PLUGIN_UNSUPPORTED", {
      message: `${plugin.displayName} is a reader, and this bridge drives terminals only. Upgrade the bridge (the package tillwire) to one that drives readers.`,
      effect: "none",
    });
  }
  return { plugin, settings, links: await Promise.all(links.map(loadLink)) };
}

async function loadLink(choice: LinkChoice, index: number): Promise<LinkProvider> {
  return await loadLinkProvider(choice).catch((thrown: unknown) => {
    throw inPart({ path: ["links", index] }, thrown);
  });
}

/** What the rest of the host knows of a plugin. */
export function identityOf({ id, version, displayName, virtual, references }: TerminalPlugin): PluginIdentity {
  return { id, version, displayName, virtual: virtual ?? false, references };
}
