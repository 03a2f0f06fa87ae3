/** Time that passes only when a test says so. Timers fire in order, with everything they set off done in between. */
import { setImmediate } from "node:timers/promises";
import type { ClientClock } from "../../src/system.ts";

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly fire: () => void;
}

export class VirtualClock implements ClientClock {
  readonly #startedAtMs = Date.UTC(2026, 0, 2, 9, 0, 0);
  readonly #timers = new Set<Timer>();
  #passedMs = 0;
  #order = 0;

  nowMs(): number {
    return this.#startedAtMs + this.#passedMs;
  }

  monotonicMs(): number {
    return this.#passedMs;
  }

  /** Timers that wait: a client that was closed leaves none. */
  get waiting(): number {
    return this.#timers.size;
  }

  after(durationMs: number, fire: () => void): () => void {
    this.#order += 1;
    const timer = { atMs: this.#passedMs + Math.max(0, durationMs), order: this.#order, fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        drop();
        reject(new Error("Aborted, in the clock's own words."));
      };
      const drop = this.after(durationMs, () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      });
      if (signal?.aborted === true) stop();
      else signal?.addEventListener("abort", stop, { once: true });
    });
  }

  /** Lets `durationMs` pass. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.#passedMs + durationMs;
    await settleDown();
    for (let timer = this.#next(endMs); timer !== undefined; timer = this.#next(endMs)) {
      await this.#fire(timer);
    }
    this.#passedMs = endMs;
    await settleDown();
  }

  /** Lets time pass until the promise settles; fails when that takes longer than `atMostMs`. */
  async until<Value>(promise: Promise<Value>, atMostMs = 600_000): Promise<Value> {
    let isSettled = false;
    const settled = (): void => {
      isSettled = true;
    };
    promise.then(settled, settled);
    const endMs = this.#passedMs + atMostMs;
    await settleDown();
    while (!isSettled) {
      const timer = this.#next(endMs);
      if (timer === undefined) throw new Error(`Nothing more happens within ${atMostMs} ms, and the promise waits.`);
      await this.#fire(timer);
    }
    return promise;
  }

  #next(endMs: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.atMs <= endMs);
    return due.toSorted((one, other) => one.atMs - other.atMs || one.order - other.order)[0];
  }

  async #fire(timer: Timer): Promise<void> {
    this.#timers.delete(timer);
    this.#passedMs = Math.max(this.#passedMs, timer.atMs);
    timer.fire();
    await settleDown();
  }
}

/** Lets every promise that can go on go on. */
async function settleDown(): Promise<void> {
  await setImmediate();
}
