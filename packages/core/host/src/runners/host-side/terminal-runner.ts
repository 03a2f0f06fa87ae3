/**
 * A runner over any kind of connection: opens one terminal at a time, and makes a new connection when the last one is
 * gone. Inline and worker differ in nothing but how they connect.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { HostedTerminal, PluginIdentity, RunnerHandlers, TerminalRunner } from "../runner.ts";
import type { PluginConnection } from "./connection.ts";
import { openTerminal } from "./open-terminal.ts";
import type { TerminalSurroundings } from "./open-terminal.ts";

/** A plugin that is loaded, and says who it is. */
export interface Connected {
  readonly identity: PluginIdentity;
  readonly connection: PluginConnection;
}

/** Loads the plugin and connects to it. Rejects when it cannot be loaded, its settings are invalid, or on abort. */
export type Connect = (signal: AbortSignal) => Promise<Connected>;

/** Makes a runner. Resolves once the plugin is loaded for the first time, so that its identity is known. */
export async function createTerminalRunner(
  connect: Connect,
  surroundings: TerminalSurroundings,
): Promise<TerminalRunner> {
  const stopping = new AbortController();
  const { identity, ...first } = await connect(stopping.signal);
  let connection = first.connection;
  let current: Promise<HostedTerminal> | undefined;

  const release = (): void => {
    current = undefined;
  };
  async function open(handlers: RunnerHandlers, signal: AbortSignal): Promise<HostedTerminal> {
    if (!connection.alive) ({ connection } = await connect(signal));
    const terminal = await openTerminal(connection, { handlers, signal, surroundings });
    const close = async (): Promise<void> => {
      await terminal[Symbol.asyncDispose]();
      release();
    };
    return { ...terminal, [Symbol.asyncDispose]: close };
  }
  return {
    identity,
    async open({ emit, ask, settle, exited }, signal) {
      if (stopping.signal.aborted) throw refused("ABORTED", "The plugin has been taken down.");
      if (current !== undefined) throw refused("DEVICE_BUSY", "The terminal is open already; close it first.");
      const onExited: RunnerHandlers["exited"] = (error) => {
        release();
        exited(error);
      };
      current = open({ emit, ask, settle, exited: onExited }, AbortSignal.any([signal, stopping.signal]));
      current.catch(release);
      return await current;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      const terminal = await current?.catch(() => undefined); // that it could not be opened was told to who opened it
      await terminal?.[Symbol.asyncDispose]();
      await connection.destroy();
    },
  };
}

function refused(code: "ABORTED" | "DEVICE_BUSY", message: string): TillwireError {
  return new TillwireError(code, { message, effect: "none" });
}
