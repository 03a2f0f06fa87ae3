/**
 * Serves a loaded plugin of any role to the host at the other end of a port: opens sessions, one at a time, and passes the
 * host's messages on to them. The same code runs beside the engine and in a worker.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { Logger } from "@tillwire/plugin-api";
import { maskedFields } from "../../logs/fields.ts";
import { limitedLogger } from "../../logs/limited-logger.ts";
import type { LogLevel } from "../../logs/logger.ts";
import { toCrossing } from "../crossing-errors.ts";
import { hostMessageSchema } from "../messages.ts";
import type { HostMessage, PluginMessage } from "../messages.ts";
import { plainCopy } from "../plain.ts";
import type { Port } from "../port.ts";
import { createSessionContext } from "./context.ts";
import type { LentToPlugin, SessionContext, SessionLines } from "./context.ts";
import type { Loaded } from "./served-role.ts";
import { serveSession } from "./session.ts";
import type { ServedSession } from "./session.ts";

/** What is served. */
export interface ServedPlugin extends LentToPlugin {
  readonly loaded: Loaded;
}

/** Starts to serve. Disposing the result ends whatever is open, without waiting for calls. */
export function servePlugin(port: Port<PluginMessage>, served: ServedPlugin): AsyncDisposable {
  const { loaded } = served;
  const lines = createLines(port, served);
  let current: { readonly lent: SessionContext; session?: ServedSession } | undefined;

  async function open(): Promise<void> {
    const lent = createSessionContext(served, lines);
    const own: typeof current = { lent };
    current = own;
    try {
      const opened = await loaded.open(lent);
      own.session = serveSession({
        role: loaded.role,
        opened,
        lent,
        lines,
        clock: served.clock,
        limits: served.limits,
      });
      if (lent.context.signal.aborted) throw aborted();
      lines.post({ type: "opened", capabilities: plainCopy(opened.capabilities) });
    } catch (thrown) {
      await own.session?.close();
      await lent.end();
      current = undefined;
      lines.post({ type: "open-failed", error: toCrossing(thrown) });
    }
  }

  async function close(): Promise<void> {
    await current?.session?.close();
    current = undefined;
    lines.post({ type: "closed" });
  }

  function receive(message: HostMessage): void {
    switch (message.type) {
      case "open":
        void open();
        break;
      case "abort-open":
        current?.lent.stop();
        break;
      case "call":
        current?.session?.call(message);
        break;
      case "abort":
        current?.session?.abort(message.callId);
        break;
      case "answer":
        current?.lent.requests.answer(message.requestId, message.answer);
        break;
      case "refuse":
        current?.lent.requests.refuse(message.requestId, message.error);
        break;
      case "close":
        void close();
        break;
      case "ping":
        lines.post({ type: "pong", count: message.count });
        break;
    }
  }

  port.listen((message) => receive(hostMessageSchema.parse(message)));
  return {
    async [Symbol.asyncDispose]() {
      await current?.lent.end();
    },
  };
}

function aborted(): TillwireError {
  return new TillwireError("ABORTED", { message: "Opening was stopped on request.", effect: "none" });
}

function createLines(port: Port<PluginMessage>, { clock }: LentToPlugin): SessionLines {
  let lastId = 0;
  const at =
    (level: LogLevel): Logger[LogLevel] =>
    (event, fields) =>
      port.post({ type: "log", level, event: String(event).slice(0, 200), fields: maskedFields(fields ?? {}) });
  const log = limitedLogger({ debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") }, clock);
  return {
    post: port.post,
    nextId: () => ++lastId,
    log,
    fail: (error) => port.post({ type: "failed", error: toCrossing(error) }),
  };
}
