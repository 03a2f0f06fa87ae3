/** What the appending program was told is durable, and the proof that it is there. */
import { deepStrictEqual, ok } from "node:assert/strict";
import type { Journal } from "@tillwire/plugin-api";
import { sampleRecords, readAll } from "@tillwire/plugin-test/journal";

/** The last acknowledged index of each stream. A line that was cut off does not count. */
export function acknowledgedIn(text: string): ReadonlyMap<string, number> {
  const lines = text.split("\n").slice(0, -1);
  return new Map(lines.map((line) => line.split(" ")).map(([stream = "", index]) => [stream, Number(index)]));
}

/** Throws when something acknowledged is missing, something is not what was appended, or a batch is not whole. */
export async function verify(
  journal: Journal,
  streams: readonly string[],
  acknowledged: ReadonlyMap<string, number>,
): Promise<void> {
  for (const stream of streams) {
    const entries = await readAll(journal, stream);
    const expected = sampleRecords(0, entries.length);
    deepStrictEqual(
      entries.map(({ index, type, at, data }) => ({ index, type, at, data })),
      expected.map((record, position) => ({ index: position + 1, ...record })),
    );
    ok(entries.length >= (acknowledged.get(stream) ?? 0), `${stream} lost what was acknowledged`);
    ok(isBatchEnd(entries.length), `${stream} ends inside a batch`);
  }
}

/** The program's batches have one to three records, by where they start. */
function isBatchEnd(length: number): boolean {
  let end = 0;
  while (end < length) end += 1 + (end % 3);
  return end === length;
}
