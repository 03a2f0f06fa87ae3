/** Records for tests of journals, and the short ways to write and read them. */
import type { Journal, JournalBatch, JournalEntry, JournalRecord, StreamOwnership } from "@tillwire/plugin-api";

/**
 * A record that can be told from others by its number. Its data has what does not fit into one byte, and nesting.
 * @public
 */
export function sampleRecord(type: string, number: number): JournalRecord {
  return { type, at: 1_764_000_000_000 + number, data: { number, text: "é💳", nested: { list: [null, true, 0.5] } } };
}

/**
 * `count` records of the type `numbered`, told apart by their numbers from `first` on.
 * @public
 */
export function sampleRecords(first: number, count: number): readonly JournalRecord[] {
  return Array.from({ length: count }, (_unused, position) => sampleRecord("numbered", first + position));
}

/**
 * A batch of the owner's, behind the entry `afterIndex`.
 * @public
 */
export function batchOf(
  { stream, generation }: Pick<StreamOwnership, "stream" | "generation">,
  afterIndex: number,
  records: readonly JournalRecord[],
): JournalBatch {
  return { stream, generation, afterIndex, records };
}

/**
 * All entries of a stream after `afterIndex`.
 * @public
 */
export async function readAll(journal: Journal, stream: string, afterIndex = 0): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of journal.read(stream, afterIndex)) entries.push(entry);
  return entries;
}
