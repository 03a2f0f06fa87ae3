/** Time that passes only when a test says so. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock } from "@tillwire/plugin-api";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

export interface VirtualClock extends Clock {
  /** Lets time pass, waking sleepers in order, each at its own moment. */
  advance(durationMs: number): Promise<void>;
}

export function createVirtualClock(): VirtualClock {
  const sleepers = new Set<Sleeper>();
  let now = 0;

  async function advance(durationMs: number): Promise<void> {
    const untilMs = now + durationMs;
    await settle();
    for (let next = earliest(); next !== undefined && next.atMs <= untilMs; next = earliest()) {
      now = next.atMs;
      sleepers.delete(next);
      next.wake();
      await settle();
    }
    now = untilMs;
  }
  function earliest(): Sleeper | undefined {
    return [...sleepers].toSorted((first, second) => first.atMs - second.atMs)[0];
  }
  return {
    nowMs: () => now,
    monotonicMs: () => now,
    advance,
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { atMs: now + Math.max(0, durationMs), wake: resolve };
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(new TillwireError("ABORTED", { message: "Stopped.", effect: "none" }));
        };
        if (signal?.aborted === true) onAbort();
        else sleepers.add(sleeper);
        signal?.addEventListener("abort", onAbort, { once: true });
      }),
  };
}

/** Lets everything that can happen without time passing happen. */
async function settle(): Promise<void> {
  await new Promise((resolve) => void setImmediate(resolve));
}
