/** The engine's timers on the host's clock. */
import type { Clock } from "@tillwire/plugin-api";
import type { Timer } from "@tillwire/engine";

/** Runs timers by name; setting one anew replaces the old one. */
export interface Timers extends Disposable {
  start(timer: Timer, durationMs: number): void;
  stop(timer: Timer): void;
}

/** Makes timers that call `onFired`. */
export function createTimers(clock: Clock, onFired: (timer: Timer) => void): Timers {
  const running = new Map<string, AbortController>();

  function stop(timer: Timer): void {
    const name = nameOf(timer);
    running.get(name)?.abort();
    running.delete(name);
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
          onFired(timer);
        },
        () => undefined, // only an abort ends a sleep early, and an abort was wanted
      );
    },
    [Symbol.dispose]() {
      for (const controller of running.values()) controller.abort();
      running.clear();
    },
  };
}

function nameOf(timer: Timer): string {
  const question = timer.kind === "question" ? timer.questionId : "";
  return `${timer.lane} ${timer.key} ${timer.kind} ${question}`;
}
