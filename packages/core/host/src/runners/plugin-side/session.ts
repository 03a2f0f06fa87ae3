/** One open session of a plugin: runs the host's calls on it and sends back what comes of them. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock } from "@tillwire/plugin-api";
import { failure } from "../../logs/logger.ts";
import { toCrossing } from "../crossing-errors.ts";
import type { RunnerLimits } from "../limits.ts";
import { plainCopy } from "../plain.ts";
import type { Role } from "../roles/role.ts";
import { settledWithin } from "../within.ts";
import type { SessionContext, SessionLines } from "./context.ts";
import { aboutTheAttempt } from "./departures.ts";
import type { Opened } from "./served-role.ts";

/** A call as it arrives. */
export interface ArrivedCall {
  readonly callId: number;
  readonly method: string;
  readonly request: unknown;
}

/** What the host can do with an open session. */
export interface ServedSession {
  call(call: ArrivedCall): void;
  abort(callId: number): void;
  /** Ends the calls, then the session, then all that was lent to it. Bounded; never rejects. */
  close(): Promise<void>;
}

/** What a session is served with. */
export interface ServedSessionOptions {
  readonly role: Role;
  readonly opened: Opened;
  readonly lent: SessionContext;
  readonly lines: SessionLines;
  readonly clock: Clock;
  readonly limits: RunnerLimits;
}

/** Serves an open session. */
export function serveSession({ role, opened, lent, lines, clock, limits }: ServedSessionOptions): ServedSession {
  const running = new Map<number, { readonly controller: AbortController; readonly done: Promise<void> }>();

  async function run({ callId, method, request }: ArrivedCall, signal: AbortSignal): Promise<void> {
    const mayHaveLeft = opened.watchDepartures?.() ?? nothingLeft;
    try {
      const parsed = role.calls[method]?.request.parse(request);
      const result = await opened.methods[method]?.(parsed as never, signal); // what the method takes: its own schema's
      lines.post({ type: "result", callId, result: plainCopy(result) });
    } catch (thrown) {
      if (!TillwireError.is(thrown)) lines.log.error("plugin-threw", { method, ...failure(thrown) });
      lines.post({ type: "call-failed", callId, error: toCrossing(aboutTheAttempt(thrown, mayHaveLeft())) });
    }
    running.delete(callId);
  }
  return {
    call(call) {
      const controller = new AbortController();
      running.set(call.callId, { controller, done: run(call, controller.signal) });
    },
    abort: (callId) => running.get(callId)?.controller.abort(),
    async close() {
      const calls = [...running.values()];
      for (const { controller } of calls) controller.abort();
      await settledWithin(Promise.all(calls.map(({ done }) => done)), limits.abortGraceMs, clock);
      lent.stop();
      const closing = opened.close().catch((thrown: unknown) => lines.log.warn("close-failed", failure(thrown)));
      await settledWithin(closing, limits.closeGraceMs, clock);
      await lent.end();
    },
  };
}

function nothingLeft(): boolean {
  return false;
}
