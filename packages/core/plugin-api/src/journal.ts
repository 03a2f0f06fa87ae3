/**
 * The journal: the durable record of intents and outcomes. It knows nothing about payments: it stores records in
 * order, proves that they are whole, and says when loss of power can no longer lose them.
 */
import type { JsonValue } from "./cloneable.ts";

/**
 * A record to be written. `type` and `data` are the engine's; the journal keeps both as they are.
 * @public
 */
export interface JournalRecord {
  readonly type: string;
  /** UTC, milliseconds since 1970. For people and reports; nothing is decided by it. */
  readonly at: number;
  readonly data: JsonValue;
}

/**
 * A record as it stands in the journal. `index` counts from 1 within its stream, without a gap.
 * @public
 */
export interface JournalEntry extends JournalRecord {
  readonly stream: string;
  readonly index: number;
  /** Generation of the owner that wrote it. */
  readonly generation: number;
}

/**
 * Records that become durable together, or not at all. They follow `afterIndex` in the stream: a batch that does not is
 * refused with `OWNED_ELSEWHERE`, since somebody else wrote in between.
 * @public
 */
export interface JournalBatch {
  readonly stream: string;
  readonly generation: number;
  readonly afterIndex: number;
  readonly records: readonly JournalRecord[];
}

/**
 * What survives what. Only `power-loss` may take real money.
 * @public
 */
export type Durability = "power-loss" | "process-crash" | "none";

/**
 * An owned stream: the highest index found and the generation that every write has to carry.
 * @public
 */
export interface StreamOwnership {
  readonly stream: string;
  readonly generation: number;
  readonly lastIndex: number;
}

/**
 * An open journal. After one failed or short write it has failed for good: every later `append` rejects with
 * `JOURNAL_FAILED`, and only a new start, from what verifies, goes on.
 * @public
 */
export interface Journal extends AsyncDisposable {
  readonly durability: Durability;
  /**
   * Takes the stream over with a new, higher generation; every batch of an older generation is refused from then on.
   * Rejects with `OWNED_ELSEWHERE` while another live owner holds it.
   */
  own(stream: string): Promise<StreamOwnership>;
  /**
   * Resolves once the records would survive what {@link Journal.durability} says. Appends are written and resolve in
   * the order of the calls, across streams. Rejects with `JOURNAL_FAILED` or `OWNED_ELSEWHERE`.
   */
  append(batch: JournalBatch): Promise<void>;
  /**
   * The stream's entries after `afterIndex`, oldest first, each verified. Throws `JOURNAL_CORRUPT` at one that does not
   * verify.
   */
  read(stream: string, afterIndex: number): AsyncIterable<JournalEntry>;
  /** The names of all streams that hold a record. */
  streams(): Promise<readonly string[]>;
}
