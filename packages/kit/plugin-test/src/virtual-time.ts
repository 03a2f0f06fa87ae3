/**
 * Time that passes only when told, and what is due in it. Everything happens within the call: it knows nothing of
 * promises. A whole world of parts without promises, such as a simulation, runs on it at any speed.
 */
import { TillwireError } from "@tillwire/plugin-api";

/** 2026-01-01T00:00:00Z, so that printed times look like times. */
const START_MS = Date.UTC(2026, 0, 1);

/** More than any test needs within one {@link VirtualTime.advance}: what goes beyond it runs in circles. */
const RUNS_MAX = 200_000;

/**
 * Virtual time without promises.
 * @public
 */
export interface VirtualTime {
  /** How much is still to run. */
  readonly pending: number;
  /** The time of day, UTC, milliseconds since 1970. */
  nowMs(): number;
  /** Milliseconds since the beginning. */
  monotonicMs(): number;
  /** Sets the time of day forward or back. What waits and `monotonicMs` do not notice. */
  jump(byMs: number): void;
  /** Runs something in `durationMs` from now, never within this call; what was there first comes first. Returns how to call it off. */
  after(durationMs: number, run: () => void): () => void;
  /** Goes to the next thing that is due within `durationMs` and runs it. False when there is none; then no time passes. */
  runNext(durationMs?: number): boolean;
  /** Lets `durationMs` pass and runs all that is due on the way. Throws `INTERNAL` where that never ends. */
  advance(durationMs: number): void;
}

interface Due {
  readonly atMs: number;
  readonly run: () => void;
}

/**
 * Makes time that stands still at 2026-01-01T00:00:00Z, monotonic 0.
 * @public
 */
export function createVirtualTime(): VirtualTime {
  let elapsedMs = 0;
  let offsetMs = START_MS;
  const waiting: Due[] = []; // the next one last

  function runNext(durationMs = Infinity): boolean {
    if ((waiting.at(-1)?.atMs ?? Infinity) > elapsedMs + durationMs) return false;
    const due = waiting.pop();
    elapsedMs = due?.atMs ?? elapsedMs;
    due?.run();
    return due !== undefined;
  }

  return {
    get pending() {
      return waiting.length;
    },
    nowMs: () => offsetMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    jump(byMs) {
      offsetMs += byMs;
    },
    after(durationMs, run) {
      const due = { atMs: elapsedMs + Math.max(durationMs, 0), run };
      insert(waiting, due);
      return () => {
        const at = waiting.lastIndexOf(due);
        if (at >= 0) waiting.splice(at, 1);
      };
    },
    runNext,
    advance(durationMs) {
      const endsMs = elapsedMs + Math.max(durationMs, 0);
      for (let runs = 0; runNext(endsMs - elapsedMs); runs += 1) if (runs >= RUNS_MAX) throw runsInCircles();
      elapsedMs = endsMs;
    },
  };
}

/** Behind everything that is due at the same moment. */
function insert(waiting: Due[], due: Due): void {
  let [low, high] = [0, waiting.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waiting[middle]?.atMs ?? 0) > due.atMs) low = middle + 1;
    else high = middle;
  }
  waiting.splice(low, 0, due);
}

function runsInCircles(): TillwireError {
  const message = `More than ${RUNS_MAX} things ran within one advance: something sets itself off again and again.`;
  return new TillwireError("INTERNAL", { message, effect: "none" });
}
