/**
 * Drives the engine: one input at a time is decided, the decision's records are written, and its effects are done once
 * they, and all before them, are durable. Queries see the durable state only. After a failed write nothing that waited
 * is done any more.
 */
import { randomUUID } from "node:crypto";
import type { Clock, ErrorData, Journal, LaneId, RandomBytes } from "@tillwire/plugin-api";
import { errorData } from "@tillwire/plugin-api";
import { decide, encodeRecord } from "@tillwire/engine";
import type { Effect, EngineState, Input, LaneRecord } from "@tillwire/engine";

/** Decisions that may wait for the journal. Beyond it the disk is too slow to take more requests. */
const waitingMax = 10_000;

/** What a pipeline is made of. */
export interface PipelineOptions {
  readonly state: EngineState;
  readonly journal: Journal;
  /** Generation and last index of each lane's stream, as owned. */
  readonly streams: ReadonlyMap<LaneId, { readonly generation: number; readonly lastIndex: number }>;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Does an effect. `durable` is the state that the effect's decision made durable. */
  readonly perform: (effect: Effect, durable: EngineState) => void;
  /** The journal failed: called once. */
  readonly onFailure: (error: ErrorData) => void;
}

/** A running pipeline. */
export interface Pipeline {
  /** Tells the engine something. Never throws; after a failure it does nothing. */
  dispatch(input: Input): void;
  /** The newest state of which everything is durable. */
  durable(): EngineState;
  /** True when so many decisions wait for the journal that no new request should be taken. */
  crowded(): boolean;
  /** Resolves when nothing waits for the journal. */
  idle(): Promise<void>;
}

interface Waiting {
  readonly state: EngineState;
  readonly effects: readonly Effect[];
  readonly written: Promise<void>;
}

/** Starts a pipeline. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { journal, clock, random, perform, onFailure } = options;
  const lastIndexes = new Map([...options.streams].map(([lane, { lastIndex }]) => [lane, lastIndex]));
  let decided = options.state;
  let durable = options.state;
  let failed = false;
  let draining: Promise<void> | undefined;
  const waiting: Waiting[] = [];

  function dispatch(input: Input): void {
    if (failed) return;
    try {
      const { state, records, effects } = decide(decided, { input, atMs: clock.nowMs(), entropy: entropy(random) });
      decided = state;
      waiting.push({ state, effects, written: append(records) });
      draining ??= drain();
    } catch (thrown) {
      fail(thrown); // a defect in the engine: what it would have decided is unknown, so nothing more is done
    }
  }

  function append(records: readonly LaneRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    const written = Promise.all([...byLane(records)].map(([lane, own]) => appendTo(lane, own))).then(() => undefined);
    written.catch(() => undefined); // reported by drain, which awaits it in its turn
    return written;
  }

  function appendTo(lane: LaneId, records: readonly LaneRecord[]): Promise<void> {
    const generation = options.streams.get(lane)?.generation ?? 0;
    const afterIndex = lastIndexes.get(lane) ?? 0;
    lastIndexes.set(lane, afterIndex + records.length);
    const encoded = records.map(({ record, atMs }) => encodeRecord(record, atMs));
    return journal.append({ stream: lane, generation, afterIndex, records: encoded });
  }

  async function drain(): Promise<void> {
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await next.written;
        if (failed) return;
        durable = next.state;
        for (const effect of next.effects) perform(effect, durable);
      }
    } catch (thrown) {
      fail(thrown);
    } finally {
      draining = undefined;
    }
  }

  function fail(thrown: unknown): void {
    if (failed) return;
    failed = true;
    waiting.length = 0;
    durable = { ...durable, phase: "failed" };
    onFailure(errorData(thrown));
  }

  return {
    dispatch,
    durable: () => durable,
    crowded: () => waiting.length >= waitingMax,
    idle: async () => {
      while (draining) await draining;
    },
  };
}

function byLane(records: readonly LaneRecord[]): ReadonlyMap<LaneId, readonly LaneRecord[]> {
  return Map.groupBy(records, ({ lane }) => lane);
}

function entropy(random: RandomBytes): string {
  return Buffer.from(random(32)).toString("hex");
}

/** A name that is used once: for requests, settlements and questions on their way through the engine. */
export function onceName(): string {
  return randomUUID();
}
