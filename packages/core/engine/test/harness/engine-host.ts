/**
 * Plays the host: one input at a time is decided, records are written, and effects are done once they, and all before
 * them, are durable. It can be killed between any two steps.
 */
import { applyRecord, decide as decideForReal, initialState, skipReservedNumbers } from "../../src/index.ts";
import type { Decision, Effect, EngineState, Input, LaneConfig, Occasion, Timer } from "../../src/index.ts";
import type { VirtualClock } from "./virtual-clock.ts";
import type { VirtualJournal } from "./virtual-journal.ts";

/** `decide`, or a mutant of it. */
export type Decide = (state: EngineState, occasion: Occasion) => Decision;

/** What a host is made of. */
export interface HostOptions {
  readonly configs: readonly LaneConfig[];
  readonly journal: VirtualJournal;
  readonly clock: VirtualClock;
  readonly entropy: () => string;
  /** How long the disk takes for a batch. */
  readonly syncMs: () => number;
  readonly perform: (effect: Exclude<Effect, TimerEffect>, durable: EngineState) => void;
  readonly decide?: Decide;
  /** A mutant: does not wait for the disk. */
  readonly performsEarly?: boolean;
}

type TimerEffect = Extract<Effect, { readonly type: "start-timer" | "stop-timer" }>;

/** One run of a bridge. */
export interface EngineHost {
  dispatch(input: Input): void;
  durable(): EngineState;
  alive(): boolean;
  /** Ends the run at once. */
  kill(): void;
  /** Calls back, once, when so many more steps have been done: batches written, effects done. */
  afterSteps(count: number, run: () => void): void;
  /** Forgets about that. */
  disarm(): void;
}

interface Waiting {
  readonly state: EngineState;
  readonly effects: readonly Effect[];
  written: boolean;
}

/** Folds the journal and starts a run. */
export function startHost(options: HostOptions): EngineHost {
  const { clock, journal, entropy, perform, decide = decideForReal } = options;
  let decided = recoveredState(options);
  let durable = decided;
  let alive = true;
  let fuse: { steps: number; run: () => void } | undefined;
  let draining = false;
  let writtenUntilMs = 0;
  const waiting: Waiting[] = [];
  const timers = new Map<string, () => void>();

  function dispatch(input: Input): void {
    if (!alive) return;
    const decision = decide(decided, { input, atMs: clock.nowMs(), entropy: entropy() });
    decided = decision.state;
    const entry = { state: decision.state, effects: decision.effects, written: decision.records.length === 0 };
    waiting.push(entry);
    if (!entry.written) write(entry, decision);
    drain();
  }

  function write(entry: Waiting, { records }: Decision): void {
    journal.append(records);
    if (options.performsEarly) entry.written = true;
    writtenUntilMs = Math.max(writtenUntilMs, clock.monotonicMs() + options.syncMs()); // a disk writes in order
    clock.after(writtenUntilMs - clock.monotonicMs(), () => {
      if (!alive) return;
      journal.sync(clock.stamp());
      entry.written = true;
      step();
      drain();
    });
  }

  function drain(): void {
    if (draining) return;
    draining = true;
    while (alive && waiting[0]?.written) {
      const next = waiting.shift();
      if (next) finish(next);
    }
    draining = false;
  }

  function finish(next: Waiting): void {
    durable = next.state;
    for (const effect of next.effects) {
      if (!alive) return;
      if (effect.type === "start-timer") startTimer(effect.timer, effect.durationMs);
      else if (effect.type === "stop-timer") stopTimer(effect.timer);
      else perform(effect, durable);
      step();
    }
  }

  function step(): void {
    if (!fuse) return;
    fuse.steps -= 1;
    if (fuse.steps > 0) return;
    const { run } = fuse;
    fuse = undefined;
    run();
  }

  function startTimer(timer: Timer, durationMs: number): void {
    stopTimer(timer);
    timers.set(
      nameOf(timer),
      clock.after(durationMs, () => {
        timers.delete(nameOf(timer));
        dispatch({ type: "timer", timer });
      }),
    );
  }

  function stopTimer(timer: Timer): void {
    timers.get(nameOf(timer))?.();
    timers.delete(nameOf(timer));
  }

  dispatch({ type: "started" });
  return {
    dispatch,
    durable: () => durable,
    alive: () => alive,
    kill() {
      alive = false;
      journal.lose();
      for (const stop of timers.values()) stop();
      timers.clear();
    },
    afterSteps(steps, run) {
      fuse = { steps, run };
    },
    disarm() {
      fuse = undefined;
    },
  };
}

function recoveredState({ configs, journal }: HostOptions): EngineState {
  return skipReservedNumbers(journal.read().reduce(applyRecord, initialState(configs)));
}

function nameOf(timer: Timer): string {
  return [timer.lane, timer.key, timer.kind, timer.kind === "question" ? timer.questionId : ""].join(" ");
}
