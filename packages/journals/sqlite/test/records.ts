/** Records for tests of journals. The file is the same in every journal's tests. */
import type { Journal, JournalBatch, JournalEntry, JournalRecord, StreamOwnership } from "@tillwire/plugin-api";

/** A batch of the owner. */
export function batch(
  { stream, generation }: Pick<StreamOwnership, "stream" | "generation">,
  afterIndex: number,
  records: readonly JournalRecord[],
): JournalBatch {
  return { stream, generation, afterIndex, records };
}

/** A record that can be told from others by its number. */
export function sample(type: string, number: number): JournalRecord {
  return { type, at: 1_764_000_000_000 + number, data: { number, text: "é💳", nested: { list: [null, true, 0.5] } } };
}

/** Records that can be told apart. */
export function numbered(first: number, count: number): readonly JournalRecord[] {
  return Array.from({ length: count }, (_unused, position) => sample("numbered", first + position));
}

/** All entries of a stream. */
export async function readAll(journal: Journal, stream: string, afterIndex = 0): Promise<JournalEntry[]> {
  return await Array.fromAsync(journal.read(stream, afterIndex));
}
