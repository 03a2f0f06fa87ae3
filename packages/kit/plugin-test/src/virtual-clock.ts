/**
 * Time that passes only when a test says so. Sleepers wake in the order in which they are due, and between two of them
 * every promise that can settle does. It knows nothing of real timers and sockets.
 */
import { setImmediate } from "node:timers/promises";
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock } from "@tillwire/plugin-api";

/** 2026-01-01T00:00:00Z, so that printed times look like times. */
const START_MS = Date.UTC(2026, 0, 1);

/** What {@link VirtualClock.runUntil} waits for at most: longer than any horizon of a peer, short enough to end. */
const RUN_MS_MAX = 7 * 86_400_000;

/**
 * A clock for tests.
 * @public
 */
export interface VirtualClock extends Clock {
  /** How many sleeps have not ended. */
  readonly pending: number;
  /** Lets `durationMs` pass: wakes what is due on the way, one at a time, and lets promises settle after each. */
  advance(durationMs: number): Promise<void>;
  /**
   * Lets time pass, from sleeper to sleeper, until `promise` settles, and returns what it gives. Rejects with
   * `LINK_TIMEOUT` when nobody sleeps any more, or after seven days: then `promise` waits for something else.
   */
  runUntil<Value>(promise: Promise<Value>): Promise<Value>;
  /** Sets the time of day forward or back. Sleeps and `monotonicMs` do not notice. */
  jump(byMs: number): void;
}

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/**
 * Makes a clock that stands at 2026-01-01T00:00:00Z and at monotonic 0.
 * @public
 */
export function createVirtualClock(): VirtualClock {
  let elapsedMs = 0;
  let offsetMs = START_MS;
  const sleepers: Sleeper[] = []; // by due time, then by age

  async function advance(durationMs: number): Promise<void> {
    const endsMs = elapsedMs + Math.max(durationMs, 0);
    await settlePromises();
    for (let next = sleepers[0]; next !== undefined && next.dueMs <= endsMs; next = sleepers[0]) {
      elapsedMs = next.dueMs;
      next.wake();
      await settlePromises();
    }
    elapsedMs = endsMs;
  }

  async function runUntil<Value>(promise: Promise<Value>): Promise<Value> {
    let settled = false;
    const note = (): void => {
      settled = true;
    };
    promise.then(note, note);
    const endsMs = elapsedMs + RUN_MS_MAX;
    for (;;) {
      await settlePromises();
      const next = sleepers[0];
      if (settled || next === undefined || next.dueMs > endsMs) break;
      await advance(next.dueMs - elapsedMs);
    }
    if (!settled) throw neverSettles();
    return await promise;
  }

  return {
    get pending() {
      return sleepers.length;
    },
    nowMs: () => offsetMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    sleep: (durationMs, signal) => sleep(sleepers, { dueMs: elapsedMs + durationMs, now: durationMs <= 0 }, signal),
    advance,
    runUntil,
    jump: (byMs) => {
      offsetMs += byMs;
    },
  };
}

function sleep(sleepers: Sleeper[], due: { dueMs: number; now: boolean }, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(aborted(signal));
      return;
    }
    if (due.now) {
      resolve();
      return;
    }
    const leave = (): void => {
      sleepers.splice(sleepers.indexOf(sleeper), 1);
      signal?.removeEventListener("abort", onAbort);
    };
    const onAbort = (): void => {
      leave();
      reject(aborted(signal));
    };
    const sleeper: Sleeper = {
      dueMs: due.dueMs,
      wake: () => {
        leave();
        resolve();
      },
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    sleepers.splice(sleepers.findLastIndex(({ dueMs }) => dueMs <= due.dueMs) + 1, 0, sleeper);
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
    message: "The promise did not settle, and no sleep on the virtual clock will wake it. See what it waits for.",
    effect: "possible",
  });
}
