/** Opens a terminal plugin as the host does: settings are checked by its schema first, then it gets its context. */
import { explainIssues, TillwireError } from "@tillwire/plugin-api";
import type { RawSettings, TerminalPlugin, TerminalSession } from "@tillwire/plugin-api";
import { createDeviceContext } from "./device-context.ts";
import type { DeviceContextOptions, TestDeviceContext } from "./device-context.ts";

/**
 * What a test lends the terminal, and its settings as they stand in a configuration.
 * @public
 */
export interface OpenTerminalOptions extends DeviceContextOptions {
  /** As they stand in a configuration, before the plugin's schema fills in defaults. An empty object when left out. */
  readonly settings?: RawSettings;
}

/**
 * An open terminal and its context. Disposing it disposes the session and stops the context.
 * @public
 */
export interface TestTerminal extends AsyncDisposable {
  /** What the plugin opened. */
  readonly session: TerminalSession;
  /** What it was lent, and a record of what it did with it. */
  readonly context: TestDeviceContext;
}

/**
 * Opens a terminal. Rejects with `SETTINGS_INVALID` when the plugin's schema refuses the settings, and with what the
 * plugin's `open` rejects with.
 * @public
 */
export async function openTerminal<Settings>(
  plugin: TerminalPlugin<Settings>,
  options: OpenTerminalOptions = {},
): Promise<TestTerminal> {
  const settings = await parseSettings(plugin, options.settings ?? {});
  const context = createDeviceContext(options);
  const opening = plugin.open(context, settings);
  const session = await context.clock.runUntil(opening);
  return {
    session,
    context,
    [Symbol.asyncDispose]: async () => {
      context.stop();
      await session[Symbol.asyncDispose]();
    },
  };
}

async function parseSettings<Settings>(plugin: TerminalPlugin<Settings>, raw: RawSettings): Promise<Settings> {
  const result = await plugin.settings["~standard"].validate(raw);
  if (result.issues === undefined) return result.value;
  const problems = explainIssues(result.issues, { schema: plugin.settings, value: raw, whole: "they" });
  const message = `Settings of ${plugin.id}: ${problems.map((problem) => problem.message).join("; ")}`;
  throw new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}
