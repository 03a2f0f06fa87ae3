/**
 * Calls to a hosted plugin that have not ended. Every call ends exactly once: with what the plugin says, with a grace
 * period after it was aborted, or with the end of the plugin. Whatever ends a call that was started, other than the
 * plugin's own word, leaves open whether money moved.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock } from "@tillwire/plugin-api";
import { fromCrossing } from "../crossing-errors.ts";
import type { CrossingError } from "../crossing-errors.ts";
import type { RunnerLimits } from "../limits.ts";
import type { HostMessage } from "../messages.ts";
import type { Role } from "../roles/role.ts";
import { withoutCardData } from "./people-text.ts";

/** The calls of one session. */
export interface Calls {
  readonly count: number;
  /** The result has been parsed by the schema of the method. */
  start(method: string, request: unknown, signal: AbortSignal): Promise<unknown>;
  /** False when nobody asked for this result: the other side is broken. */
  result(callId: number, result: unknown): boolean;
  failed(callId: number, error: CrossingError): boolean;
  /** Rejects all that run. */
  end(error: TillwireError): void;
}

/** What calls need. */
export interface CallsOptions {
  readonly role: Role;
  readonly post: (message: HostMessage) => void;
  readonly clock: Clock;
  readonly limits: RunnerLimits;
  /** A call did not end within the grace period: the plugin hangs. Called after the call was rejected. */
  readonly onHung: (method: string) => void;
}

interface Running {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: TillwireError) => void;
}

/** Makes the calls of one session. */
export function createCalls({ role, post, clock, limits, onHung }: CallsOptions): Calls {
  const running = new Map<number, Running>();
  let lastId = 0;

  function take(callId: number): Running | undefined {
    const found = running.get(callId);
    running.delete(callId);
    return found;
  }
  async function giveUpAfterGrace(callId: number, ended: AbortSignal): Promise<void> {
    post({ type: "abort", callId });
    await clock.sleep(limits.abortGraceMs, ended);
    const call = take(callId);
    call?.reject(
      failure("LINK_TIMEOUT", `The plugin did not end within ${limits.abortGraceMs} ms after it was stopped.`),
    );
    if (call !== undefined) onHung(call.method);
  }
  async function run(method: string, request: unknown, signal: AbortSignal): Promise<unknown> {
    const callId = ++lastId;
    const ended = new AbortController();
    const onAbort = (): void => void giveUpAfterGrace(callId, ended.signal).catch(() => undefined); // it ended by itself
    try {
      return await new Promise<unknown>((resolve, reject) => {
        running.set(callId, { method, resolve, reject });
        post({ type: "call", callId, method, request });
        signal.addEventListener("abort", onAbort, { once: true });
      });
    } finally {
      signal.removeEventListener("abort", onAbort);
      ended.abort();
    }
  }
  function isBusy(method: string): boolean {
    const alone = role.oneAtATime.includes(method);
    return running.size >= limits.callsMax || (alone && [...running.values()].some((other) => other.method === method));
  }
  return {
    get count() {
      return running.size;
    },
    async start(method, request, signal) {
      if (isBusy(method)) throw refused("DEVICE_BUSY", `The ${role.noun} is busy with another call.`);
      if (signal.aborted) throw refused("ABORTED", "The call was stopped before it was started.");
      const checked = role.calls[method]?.request.safeParse(request);
      if (checked?.success !== true) {
        throw refused("REQUEST_INVALID", `The request makes no sense to a ${role.noun}.`, checked?.error);
      }
      return await run(method, checked.data, signal);
    },
    result(callId, result) {
      const call = take(callId);
      if (call === undefined) return false;
      const parsed = role.calls[call.method]?.result.safeParse(result);
      if (parsed?.success === true) call.resolve(withoutCardData(parsed.data));
      else
        call.reject(failure("ANSWER_INVALID", `The plugin's answer to ${call.method} makes no sense.`, parsed?.error));
      return true;
    },
    failed(callId, error) {
      const call = take(callId);
      call?.reject(fromCrossing(error));
      return call !== undefined;
    },
    end(error) {
      const calls = [...running.values()];
      running.clear();
      for (const { reject } of calls) reject(error);
    },
  };
}

function failure(code: "LINK_TIMEOUT" | "ANSWER_INVALID", message: string, cause?: unknown): TillwireError {
  return new TillwireError(code, { message, effect: "possible", cause });
}

function refused(code: "DEVICE_BUSY" | "ABORTED" | "REQUEST_INVALID", message: string, cause?: unknown): TillwireError {
  return new TillwireError(code, { message, effect: "none", cause });
}
