/**
 * The host's end of a hosted plugin: parses what arrives, keeps the log lines, and knows when the plugin is gone. It
 * outlives the sessions on it. Whatever is no message at all ends it.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { Logger } from "@tillwire/plugin-api";
import { fromCrossing } from "../crossing-errors.ts";
import { pluginMessageSchema } from "../messages.ts";
import type { HostMessage, PluginMessage } from "../messages.ts";
import type { Port } from "../port.ts";

/** Who hears a plugin. `lost` comes at most once, and nothing after it. */
export interface ConnectionListener {
  receive(message: PluginMessage): void;
  lost(error: TillwireError): void;
}

/** A plugin at the other end of a port. */
export interface PluginConnection {
  readonly alive: boolean;
  post(message: HostMessage): void;
  /** Sets who hears what comes next: `undefined` between sessions. */
  listen(listener: ConnectionListener | undefined): void;
  /** Ends it because of what the plugin did. Only the first reason counts. */
  fail(error: TillwireError): void;
  /** Ends it on request. Resolves when the plugin's thread is gone. */
  destroy(): Promise<void>;
}

/** The thread, or what stands for it. */
export interface ConnectionParts {
  readonly port: Port<HostMessage>;
  readonly log: Logger;
  /** Ends the plugin at once, whatever it does. Does not reject. */
  readonly terminate: () => Promise<void>;
  /** An answer to a ping, with its count. */
  readonly onPong?: (count: number) => void;
}

/** Makes the host's end. */
export function createConnection({ port, log, terminate, onPong }: ConnectionParts): PluginConnection {
  let listener: ConnectionListener | undefined;
  let alive = true;
  let terminated: Promise<void> | undefined;

  function end(): Promise<void> {
    alive = false;
    port.close();
    terminated ??= terminate();
    return terminated;
  }
  function fail(error: TillwireError): void {
    if (!alive) return;
    void end();
    log.error("plugin-failed", { code: error.code, message: error.message });
    listener?.lost(error);
  }
  function receive(raw: unknown): void {
    const parsed = pluginMessageSchema.safeParse(raw);
    if (!parsed.success) {
      fail(pluginFailed("The plugin's runner sent what is no message.", parsed.error));
      return;
    }
    const message = parsed.data;
    if (message.type === "log") log[message.level](message.event, message.fields);
    else if (message.type === "pong") onPong?.(message.count);
    else if (message.type === "failed") fail(fromCrossing(message.error));
    else listener?.receive(message);
  }

  port.listen(receive);
  return {
    get alive() {
      return alive;
    },
    post: (message) => {
      if (alive) port.post(message);
    },
    listen: (next) => {
      listener = next;
    },
    fail,
    destroy: end,
  };
}

/** The plugin did what no plugin may do. */
export function pluginFailed(message: string, cause?: unknown): TillwireError {
  return new TillwireError("PLUGIN_FAILED", { message, effect: "possible", cause });
}
