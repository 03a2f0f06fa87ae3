/** Random scripts of appends and openings, and what has to be in the journal after one. */
import fc from "fast-check";
import type { JournalEntry, JournalRecord, StreamOwnership } from "@tillwire/plugin-api";
import { keptForLater } from "./journal-case.ts";
import type { JournalPlace } from "./journal-case.ts";
import { batchOf } from "./sample-records.ts";

export type Step =
  | { readonly type: "reopen" }
  | { readonly type: "append"; readonly stream: string; readonly records: readonly JournalRecord[] };

const jsonData = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JournalRecord["data"]); // JSON by now
const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => !/\p{Cc}/u.test(text));
const record: fc.Arbitrary<JournalRecord> = fc.record(
  { type: name, at: fc.double({ min: 0, max: 2 ** 53, noNaN: true }), data: jsonData },
  { noNullPrototype: true },
);
const reopen: fc.Arbitrary<Step> = fc.constant({ type: "reopen" });
const append: fc.Arbitrary<Step> = fc.record(
  {
    type: fc.constant("append" as const),
    stream: fc.constantFrom("lane-1", "lane-2", "Kasse Süd 💳"),
    records: fc.array(record, { maxLength: 6 }),
  },
  { noNullPrototype: true },
);

export const scripts: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof({ weight: 1, arbitrary: reopen }, { weight: 6, arbitrary: append }),
  { maxLength: 25 },
);

/** Does the steps, without waiting between appends, and returns what should be there. */
export async function play(place: JournalPlace, script: readonly Step[]): Promise<Map<string, JournalEntry[]>> {
  const written = new Map<string, JournalEntry[]>();
  let journal = await place.open();
  let owners = new Map<string, StreamOwnership>();
  let pending: Promise<void>[] = [];
  for (const step of script) {
    if (step.type === "reopen") {
      await Promise.all(pending);
      await journal[Symbol.asyncDispose]();
      journal = await place.open();
      owners = new Map();
      pending = [];
      continue;
    }
    const { stream, records } = step;
    const owner = owners.get(stream) ?? (await journal.own(stream));
    owners.set(stream, owner);
    const before = written.get(stream) ?? [];
    pending.push(keptForLater(journal.append(batchOf(owner, before.length, records))));
    const added = records.map((one, offset) => {
      return { stream, index: before.length + offset + 1, generation: owner.generation, ...one };
    });
    if (added.length > 0) written.set(stream, [...before, ...added]);
  }
  await Promise.all(pending);
  await journal[Symbol.asyncDispose]();
  return written;
}
