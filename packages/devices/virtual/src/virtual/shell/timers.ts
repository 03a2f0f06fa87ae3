/** Runs the core's timers on a clock: at most one of a kind and reference. */
import type { Clock } from "@tillwire/plugin-api";
import type { Timer } from "../core/inputs.ts";

export interface Timers {
  start(timer: Timer, durationMs: number): void;
  stop(timer: Timer): void;
  stopAll(): void;
}

export function createTimers(clock: Clock, onDue: (timer: Timer) => void): Timers {
  const running = new Map<string, AbortController>();

  function stop(timer: Timer): void {
    running.get(nameOf(timer))?.abort();
    running.delete(nameOf(timer));
  }
  return {
    stop,
    start(timer, durationMs) {
      stop(timer);
      const controller = new AbortController();
      running.set(nameOf(timer), controller);
      clock.sleep(durationMs, controller.signal).then(
        () => {
          if (controller.signal.aborted) return; // stopped in the very moment that it was due
          running.delete(nameOf(timer));
          onDue(timer);
        },
        () => undefined, // stopped
      );
    },
    stopAll() {
      for (const controller of running.values()) controller.abort();
      running.clear();
    },
  };
}

function nameOf(timer: Timer): string {
  return "reference" in timer ? `${timer.kind} ${timer.reference}` : timer.kind;
}
