/**
 * Plugins: frozen plain objects, made by identity helpers that fill in what never varies. Importing one does nothing.
 */
import type { PluginContext } from "./context.ts";
import type { GatewayPlugin } from "./gateway.ts";
import type { Journal } from "./journal.ts";
import type { PlatformPlugin } from "./platform.ts";
import type { ReaderPlugin } from "./reader.ts";
import type { SettingsSchema } from "./schema.ts";
import type { TerminalPlugin } from "./terminal.ts";

/**
 * The kinds of plugin. A device is a reader or a terminal, by its `role`.
 * @public
 */
export type PluginKind = "device" | "gateway" | "platform" | "journal";

/**
 * The version of the plugin interface that this package describes, by kind. A plugin carries it apart from its own
 * npm version; a host adapts older ones and refuses ones that it does not know.
 * @public
 */
export const pluginSpecs = {
  device: "device/v1",
  gateway: "gateway/v1",
  platform: "platform/v1",
  journal: "journal/v1",
} as const satisfies Record<PluginKind, string>;

/**
 * Common to all plugins.
 * @public
 */
export interface Manifest<Kind extends PluginKind, Settings> {
  /** What the configuration has to name it as; a plugin of another kind is refused. */
  readonly kind: Kind;
  /** The define function fills it in. A host that speaks another one refuses the plugin with `PLUGIN_UNSUPPORTED`. */
  readonly spec: (typeof pluginSpecs)[Kind];
  /** Short and constant: `virtual`, `zvt`. 1 to 40 characters of `a-z 0-9 -`. */
  readonly id: string;
  /** For people, 1 to 100 characters: in a lane's `device`, in errors and on the console. */
  readonly displayName: string;
  /** The package's npm version, 1 to 100 characters: for the journal and for support. */
  readonly version: string;
  /**
   * Checks the settings before the plugin gets them; defaults that it fills in count. An empty object where the
   * configuration has none.
   */
  readonly settings: SettingsSchema<Settings>;
  /** True for plugins that move no real money. Demo mode runs no others. */
  readonly virtual?: boolean;
}

/**
 * A journal plugin. It is handed the folder that it may write in.
 * @public
 */
export interface JournalPlugin<Settings = unknown> extends Manifest<"journal", Settings> {
  /**
   * Opens or makes the journal, for this bridge alone. Rejects with `STORAGE_UNUSABLE`, with `OWNED_ELSEWHERE` while
   * another bridge has it, with `JOURNAL_CORRUPT`, and with `PLUGIN_UNSUPPORTED` for one that a newer version wrote;
   * the bridge does not start then.
   */
  open(context: JournalContext, settings: Settings): Promise<Journal>;
}

/**
 * What a journal plugin gets.
 * @public
 */
export interface JournalContext extends PluginContext {
  /** Absolute path of the bridge's data folder. It exists. */
  readonly dataFolder: string;
}

/**
 * Any plugin.
 * @public
 */
export type AnyPlugin =
  | TerminalPlugin<never>
  | ReaderPlugin<never>
  | GatewayPlugin<never>
  | PlatformPlugin<never>
  | JournalPlugin<never>;

type Written<Plugin> = Omit<Plugin, "kind" | "spec" | "role">;

/**
 * Makes a terminal plugin.
 * @public
 */
export function defineTerminal<Settings>(plugin: Written<TerminalPlugin<Settings>>): TerminalPlugin<Settings> {
  return Object.freeze({ kind: "device", spec: pluginSpecs.device, role: "terminal", ...plugin });
}

/**
 * Makes a reader plugin.
 * @public
 */
export function defineReader<Settings>(plugin: Written<ReaderPlugin<Settings>>): ReaderPlugin<Settings> {
  return Object.freeze({ kind: "device", spec: pluginSpecs.device, role: "reader", ...plugin });
}

/**
 * Makes a gateway plugin.
 * @public
 */
export function defineGateway<Settings>(plugin: Written<GatewayPlugin<Settings>>): GatewayPlugin<Settings> {
  return Object.freeze({ kind: "gateway", spec: pluginSpecs.gateway, ...plugin });
}

/**
 * Makes a platform plugin.
 * @public
 */
export function definePlatform<Settings>(plugin: Written<PlatformPlugin<Settings>>): PlatformPlugin<Settings> {
  return Object.freeze({ kind: "platform", spec: pluginSpecs.platform, ...plugin });
}

/**
 * Makes a journal plugin.
 * @public
 */
export function defineJournal<Settings>(plugin: Written<JournalPlugin<Settings>>): JournalPlugin<Settings> {
  return Object.freeze({ kind: "journal", spec: pluginSpecs.journal, ...plugin });
}
