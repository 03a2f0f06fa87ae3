/**
 * Loads what the configuration names, and nothing else: imports the module or takes the value that a program embedding
 * the bridge hands over, checks that it is what it should be, and checks its settings.
 */
import type { LinkProvider, PluginKind } from "@tillwire/plugin-api";
import type { LinkChoice, PluginChoice } from "../options.ts";
import { checkLinkProvider, checkPlugin } from "./check.ts";
import type { LoadedPlugins, PluginOrigin } from "./check.ts";
import { manifestSpec, packageFileOf } from "./package-file.ts";
import { refusal } from "./refusals.ts";
import { parseSettings } from "./settings.ts";

/** A plugin with its settings, as its schema parsed them. */
export interface LoadedPlugin<Kind extends PluginKind> {
  readonly plugin: LoadedPlugins[Kind];
  readonly settings: unknown;
}

/**
 * Loads a plugin of the kind that the configuration wants. Rejects with `PLUGIN_FAILED` (it cannot be imported, or is
 * none), `PLUGIN_UNSUPPORTED` (another version of the interface; the message names what to upgrade), or
 * `SETTINGS_INVALID` (a plugin of another kind, or settings that it does not take).
 */
export async function loadPlugin<Kind extends PluginKind>(
  choice: PluginChoice,
  kind: Kind,
): Promise<LoadedPlugin<Kind>> {
  const found = "module" in choice ? await importDefault(choice.module) : given(choice.plugin);
  const plugin = checkPlugin(found.value, kind, found.origin);
  checkManifest(found, plugin.spec);
  return { plugin, settings: await parseSettings(plugin, choice.settings) };
}

/** Loads a link provider, with the same errors. */
export async function loadLinkProvider(choice: LinkChoice): Promise<LinkProvider> {
  const found = "module" in choice ? await importDefault(choice.module) : given(choice.provider);
  const provider = checkLinkProvider(found.value, found.origin);
  checkManifest(found, provider.spec);
  return provider;
}

interface Found {
  readonly value: unknown;
  readonly origin: PluginOrigin;
  /** What the package.json says that it is. */
  readonly manifest?: string | undefined;
}

function given(value: unknown): Found {
  return { value, origin: { name: "The plugin given as a value", isPackage: false } };
}

async function importDefault(url: string): Promise<Found> {
  const file = packageFileOf(url);
  const isPackage = file?.tillwire !== undefined || url.includes("/node_modules/");
  const origin = { name: (isPackage ? file?.name : undefined) ?? url, isPackage };
  const module = await importModule(url, origin);
  if (typeof module === "object" && module !== null && "default" in module) {
    return { value: module.default, origin, manifest: manifestSpec(file) };
  }
  throw refusal("PLUGIN_FAILED", `${origin.name} has no default export, so it is no plugin (${url}).`);
}

async function importModule(url: string, origin: PluginOrigin): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ url);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refusal("PLUGIN_FAILED", `${origin.name} cannot be imported (${url}): ${reason}`, cause);
  }
}

function checkManifest({ manifest, origin }: Found, spec: string): void {
  if (manifest === undefined || manifest === spec) return;
  throw refusal(
    "PLUGIN_FAILED",
    `The package ${origin.name} contradicts itself: its package.json says ${manifest}, its code says ${spec}. ` +
      "Report it to the package's maintainers.",
  );
}
