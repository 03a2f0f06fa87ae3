/**
 * Time that passes only when a test says so. Sleepers wake in the order in which they are due, and between two of them
 * every promise that can settle does. It knows nothing of real timers and sockets.
 */
import { setImmediate } from "node:timers/promises";
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock } from "@tillwire/plugin-api";
import { createVirtualTime } from "./virtual-time.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What {@link VirtualClock.runUntil} waits for unless it is told: longer than any horizon of a peer, short enough to end. */
const RUN_MS_MAX = 7 * 86_400_000;

/**
 * A clock for tests.
 * @public
 */
export interface VirtualClock extends Clock {
  /** How many sleeps have not ended, and how much else is still to run. */
  readonly pending: number;
  /** Lets `durationMs` pass: wakes what is due on the way, one at a time, and lets promises settle after each. */
  advance(durationMs: number): Promise<void>;
  /**
   * Lets time pass, from sleeper to sleeper, until `promise` settles, and returns what it gives. Rejects with
   * `LINK_TIMEOUT` when nobody sleeps any more, or after `atMostMs` (seven days when left out): then `promise` waits
   * for something else.
   */
  runUntil<Value>(promise: Promise<Value>, atMostMs?: number): Promise<Value>;
  /** Sets the time of day forward or back. Sleeps and `monotonicMs` do not notice. */
  jump(byMs: number): void;
  /** Runs something in `durationMs`, among the sleepers. Returns how to call it off. */
  after(durationMs: number, run: () => void): () => void;
}

/**
 * Makes a clock that stands at 2026-01-01T00:00:00Z and at monotonic 0.
 * @public
 */
export function createVirtualClock(): VirtualClock {
  const time = createVirtualTime();

  async function advance(durationMs: number): Promise<void> {
    const endsMs = time.monotonicMs() + Math.max(durationMs, 0);
    await settlePromises();
    while (time.runNext(endsMs - time.monotonicMs())) await settlePromises();
    time.advance(endsMs - time.monotonicMs());
  }

  async function runUntil<Value>(promise: Promise<Value>, atMostMs = RUN_MS_MAX): Promise<Value> {
    let settled = false;
    const note = (): void => {
      settled = true;
    };
    promise.then(note, note);
    const endsMs = time.monotonicMs() + atMostMs;
    await settlePromises();
    while (!settled && time.runNext(endsMs - time.monotonicMs())) await settlePromises();
    if (!settled) throw neverSettles();
    return await promise;
  }

  return {
    get pending() {
      return time.pending;
    },
    nowMs: time.nowMs,
    monotonicMs: time.monotonicMs,
    sleep: (durationMs, signal) => sleep(time, durationMs, signal),
    advance,
    runUntil,
    jump: time.jump,
    after: time.after,
  };
}

function sleep(time: VirtualTime, durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(aborted(signal));
      return;
    }
    if (durationMs <= 0) {
      resolve();
      return;
    }
    const onAbort = (): void => {
      callOff();
      reject(aborted(signal));
    };
    const callOff = time.after(durationMs, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** One turn of the event loop: all promises that need no timer and no socket have settled by then. */
async function settlePromises(): Promise<void> {
  await setImmediate();
}

function aborted(signal: AbortSignal | undefined): TillwireError {
  return new TillwireError("ABORTED", {
    message: "The wait was stopped on request.",
    effect: "none",
    cause: signal?.reason,
  });
}

function neverSettles(): TillwireError {
  return new TillwireError("LINK_TIMEOUT", {
    message: "The promise did not settle, and no sleep on the virtual clock wakes it in time. See what it waits for.",
    effect: "possible",
  });
}
