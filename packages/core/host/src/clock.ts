/**
 * Real time and real chance: the only place in the bridge that reads a clock or a random source. Everything else is
 * lent these, so that tests and the simulator can lend their own.
 */
import { randomFillSync } from "node:crypto";
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock, RandomBytes } from "@tillwire/plugin-api";

/** Node keeps timer durations in 32 bits and fires at once beyond; longer sleeps are slept in pieces. */
const TIMER_MS_MAX = 2_147_483_647;

/** The clock of this machine. */
export function systemClock(): Clock {
  return { nowMs: () => Date.now(), monotonicMs: () => performance.now(), sleep };
}

/** Bytes from the operating system's generator. */
export const systemRandom: RandomBytes = (lengthBytes) => randomFillSync(new Uint8Array(lengthBytes));

async function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  const endsMs = performance.now() + durationMs;
  for (let leftMs = durationMs; ; leftMs = endsMs - performance.now()) {
    await timer(Math.min(Math.max(leftMs, 0), TIMER_MS_MAX), signal);
    if (leftMs <= TIMER_MS_MAX) return;
  }
}

function timer(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(aborted(signal));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(handle);
      if (signal !== undefined) reject(aborted(signal));
    };
    const handle = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, durationMs);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function aborted(signal: AbortSignal): TillwireError {
  return new TillwireError("ABORTED", {
    message: "The wait was stopped on request.",
    effect: "none",
    cause: signal.reason,
  });
}
