/** Loads a device plugin of the role that the configuration wants: a terminal alone, or a reader beside a gateway. */
import type { ReaderPlugin, TerminalPlugin } from "@tillwire/plugin-api";
import type { PluginChoice } from "../../options.ts";
import { loadPlugin } from "../../plugins/load-plugin.ts";
import { refusal } from "../../plugins/refusals.ts";
import type { PluginIdentity } from "../roles/role.ts";

/** Device plugins by their role. */
interface Devices {
  readonly terminal: TerminalPlugin;
  readonly reader: ReaderPlugin;
}

/** Loads it. Rejects as {@link loadPlugin} does, and with `SETTINGS_INVALID` for a device of the other role. */
export async function loadDevice<Name extends keyof Devices>(
  choice: PluginChoice,
  role: Name,
): Promise<{ readonly plugin: Devices[Name]; readonly settings: unknown }> {
  const { plugin, settings } = await loadPlugin(choice, "device");
  if (plugin.role === role) return { plugin: plugin as Devices[Name], settings }; // by its own word, just compared
  const remedy =
    role === "terminal"
      ? "Name it as `reader`, with a `gateway` beside it, instead of as `terminal`"
      : "Name it as `terminal`, without `reader` and `gateway`";
  throw refusal("SETTINGS_INVALID", `${plugin.displayName} is a ${plugin.role}. ${remedy}.`);
}

/** What the rest of the host knows of any plugin. */
export function identityOf({
  id,
  version,
  displayName,
  virtual,
}: Omit<PluginIdentity, "virtual"> & { readonly virtual?: boolean }): PluginIdentity {
  return { id, version, displayName, virtual: virtual ?? false };
}
