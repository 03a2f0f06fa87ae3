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
  /** The engine's word for what the record states: 1 to 200 characters, no control characters. */
  readonly type: string;
  /** UTC, milliseconds since 1970. For people and reports; nothing is decided by it. */
  readonly at: number;
  /** JSON only, without loss: `undefined`, `NaN` or a function in it makes `append` reject. Never card data. */
  readonly data: JsonValue;
}

/**
 * A record as it stands in the journal. `index` counts from 1 within its stream, without a gap.
 * @public
 */
export interface JournalEntry extends JournalRecord {
  /** The stream that it stands in. The engine has one a lane. */
  readonly stream: string;
  /** From 1, without a gap. A missing index is a lost record: the journal reports `JOURNAL_CORRUPT`. */
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
  /** It has to be owned. */
  readonly stream: string;
  /** As {@link Journal.own} gave it. Another one is refused with `OWNED_ELSEWHERE`. */
  readonly generation: number;
  /** Index of the entry before the first record; 0 for the first of a stream. */
  readonly afterIndex: number;
  /** In order. They get the indexes `afterIndex + 1` and on. */
  readonly records: readonly JournalRecord[];
}

/**
 * What survives what. Only `power-loss` may take real money.
 * @public
 */
export type Durability = "power-loss" | "process-crash" | "none";

/**
 * Whether there is room for new payments. `short`: what is left is kept for finishing those that are open.
 * @public
 */
export type JournalRoom = "enough" | "short";

/**
 * An owned stream: the highest index found and the generation that every write has to carry.
 * @public
 */
export interface StreamOwnership {
  /** The stream that was asked for. */
  readonly stream: string;
  /** One more than the last owner's: an integer from 1. */
  readonly generation: number;
  /** Index of the last entry; 0 when there is none. The first batch follows it. */
  readonly lastIndex: number;
}

/**
 * An open journal. After one failed or short write it has failed for good: every later `append` rejects with
 * `JOURNAL_FAILED`, and only a new start, from what verifies, goes on.
 * @public
 */
export interface Journal extends AsyncDisposable {
  /** Fixed for this journal, and no more than the truth: a live bridge refuses anything but `power-loss`. */
  readonly durability: Durability;
  /**
   * Says how much room there is: at once, before it returns, and from then on with every change, until the journal is
   * closed. Called once. A journal whose disk can fill up keeps room in advance and says `short` before that room is
   * touched: the bridge then takes no new payment, goes on with those that are open, and so writes a bounded rest only.
   * One that cannot fill up says `enough`, once.
   */
  watchRoom(tell: (room: JournalRoom) => void): void;
  /**
   * Takes the stream over with a new, higher generation; every batch of an older generation is refused from then on.
   * Rejects with `OWNED_ELSEWHERE` while another live owner holds it, with `JOURNAL_CORRUPT` when the stream's end does
   * not verify, and as {@link Journal.append} does.
   */
  own(stream: string): Promise<StreamOwnership>;
  /**
   * Resolves once the records would survive what {@link Journal.durability} says. Appends are written and resolve in
   * the order of the calls, across streams. After a rejection the bridge stops, whatever the code:
   *
   * - `JOURNAL_FAILED` a write or sync failed, or had failed before, or the journal is closed: it takes no more writes,
   *   and what became of this batch only a new start can tell
   * - `OWNED_ELSEWHERE` the batch does not follow the stream, or is not of its newest generation
   * - `LIMIT_REACHED` more waits for the disk than may wait
   * - `INTERNAL` a record is not what can be kept: no JSON, no time, or a name that is none
   * - `JOURNAL_CORRUPT` the journal's own note of where the stream ends is damaged
   *
   * Except for `JOURNAL_FAILED` nothing of the batch was written, and the journal itself goes on.
   */
  append(batch: JournalBatch): Promise<void>;
  /**
   * The stream's entries after `afterIndex`, oldest first, each verified. Throws `JOURNAL_CORRUPT` at one that is
   * missing or does not verify, after having given those before it; `STORAGE_UNUSABLE` when the disk does not give
   * them; and maybe `JOURNAL_FAILED` once the journal is closed or gone.
   */
  read(stream: string, afterIndex: number): AsyncIterable<JournalEntry>;
  /** The names of all streams that hold a record. Rejects as {@link Journal.read} throws. */
  streams(): Promise<readonly string[]>;
}
