/** One open session of a terminal plugin: runs the host's calls on it and sends back what comes of them. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock, TerminalCapabilities, TerminalSession } from "@tillwire/plugin-api";
import { failure } from "../../logs/logger.ts";
import { toCrossing } from "../crossing-errors.ts";
import type { RunnerLimits } from "../limits.ts";
import type { TerminalCall } from "../messages.ts";
import { plainCopy } from "../plain.ts";
import { settledWithin } from "../within.ts";
import type { SessionContext, SessionLines } from "./context.ts";
import { aboutTheAttempt } from "./departures.ts";

/** What the host can do with an open session. */
export interface ServedSession {
  call(callId: number, call: TerminalCall): void;
  abort(callId: number): void;
  /** Ends the calls, then the session, then all that was lent to it. Bounded; never rejects. */
  close(): Promise<void>;
}

/** What a session is served with. */
export interface ServedSessionOptions {
  readonly session: TerminalSession;
  readonly lent: SessionContext;
  readonly lines: SessionLines;
  readonly clock: Clock;
  readonly limits: RunnerLimits;
}

/** Serves an open session. */
export function serveSession({ session, lent, lines, clock, limits }: ServedSessionOptions): ServedSession {
  const running = new Map<number, { readonly controller: AbortController; readonly done: Promise<void> }>();

  async function run(callId: number, call: TerminalCall, signal: AbortSignal): Promise<void> {
    const mayHaveLeft = lent.watchDepartures();
    try {
      const result = await perform(session, call, signal);
      lines.post({ type: "result", callId, result: plainCopy(result) });
    } catch (thrown) {
      if (!TillwireError.is(thrown)) lines.log.error("plugin-threw", { method: call.method, ...failure(thrown) });
      lines.post({ type: "call-failed", callId, error: toCrossing(aboutTheAttempt(thrown, mayHaveLeft())) });
    }
    running.delete(callId);
  }
  return {
    call(callId, call) {
      const controller = new AbortController();
      running.set(callId, { controller, done: run(callId, call, controller.signal) });
    },
    abort: (callId) => running.get(callId)?.controller.abort(),
    async close() {
      const calls = [...running.values()];
      for (const { controller } of calls) controller.abort();
      await settledWithin(Promise.all(calls.map(({ done }) => done)), limits.abortGraceMs, clock);
      lent.stop();
      const closing = disposed(session).catch((thrown: unknown) => lines.log.warn("close-failed", failure(thrown)));
      await settledWithin(closing, limits.closeGraceMs, clock);
      await lent.end();
    },
  };
}

async function perform(session: TerminalSession, call: TerminalCall, signal: AbortSignal): Promise<unknown> {
  switch (call.method) {
    case "execute":
      return await session.execute(call.request, signal);
    case "cancel":
      await session.cancel(call.request, signal);
      return undefined;
    case "lookup":
      return await session.lookup(call.request, signal);
    case "reverse":
      return await session.reverse?.(call.request, signal);
  }
}

async function disposed(session: TerminalSession): Promise<void> {
  await session[Symbol.asyncDispose]();
}

/**
 * The capabilities of what a plugin opened, once it is sure that it is a terminal's session: with all methods that the
 * contract and the capabilities themselves require. Throws `PLUGIN_FAILED`.
 */
export function sessionCapabilities(session: TerminalSession): TerminalCapabilities {
  const required = ["execute", "cancel", "lookup", Symbol.asyncDispose] as const;
  const missing = required.filter((name) => typeof session?.[name] !== "function").map(String);
  const reverse = session?.capabilities?.operations?.reverse;
  if (reverse !== undefined && reverse.support !== "unsupported" && typeof session.reverse !== "function") {
    missing.push("reverse");
  }
  if (missing.length === 0) return session.capabilities;
  throw new TillwireError("PLUGIN_FAILED", {
    message: `What the plugin opened lacks ${missing.join(", ")}: it is no terminal. The plugin has to be corrected.`,
    effect: "none",
  });
}
