/** The suite passes a journal that keeps the rules, and finds each way of not keeping them. */
import type { Journal, JournalBatch } from "@tillwire/plugin-api";
import { describe, expect, test } from "vitest";
import { journalSuite } from "../src/journal.ts";
import type { JournalPlace } from "../src/journal.ts";
import { emptyList, openListJournal } from "./support/list-journal.ts";
import type { List } from "./support/list-journal.ts";

// #region suite
async function makePlace(): Promise<JournalPlace> {
  const list = emptyList(); // here: a folder of its own
  return {
    open: async () => openListJournal(list),
    [Symbol.asyncDispose]: async () => undefined, // here: remove the folder
  };
}

describe("a journal", () => {
  for (const { name, run } of journalSuite({ makePlace, runs: 25 })) test(name, run);
});
// #endregion

/** What goes wrong in a broken journal, and which case has to see it. */
interface Breakage {
  readonly what: string;
  readonly foundBy: RegExp;
  readonly broken: (journal: Journal, list: List) => Partial<Journal>;
}

const taken = (batch: JournalBatch): JournalBatch => ({ ...batch, records: batch.records.map((one) => ({ ...one })) });

const breakages: readonly Breakage[] = [
  {
    what: "loses the last record of a batch",
    foundBy: /come back as they were written/,
    broken: (journal) => ({
      append: (batch) =>
        journal.append(batch.records.length > 1 ? { ...batch, records: batch.records.slice(0, -1) } : batch),
    }),
  },
  {
    what: "writes later than it says, in another order",
    foundBy: /in the order of the calls, across streams/,
    broken: (journal) => ({
      append: async (batch) => {
        const copy = taken(batch);
        if (batch.afterIndex % 2 === 0) await new Promise(setImmediate);
        await journal.append(copy);
      },
    }),
  },
  {
    what: "does not look at the generation",
    foundBy: /takeover has a higher generation/,
    broken: (journal, list) => ({
      append: (batch) => journal.append({ ...batch, generation: list.generations.get(batch.stream) ?? 0 }),
    }),
  },
  {
    what: "lets anybody write to a stream that nobody has owned",
    foundBy: /without owning it/,
    broken: (journal, list) => ({
      append: (batch) => {
        if (batch.generation === 0 && !list.generations.has(batch.stream)) list.generations.set(batch.stream, 0);
        return journal.append(batch);
      },
    }),
  },
  {
    what: "does not look at where a batch belongs",
    foundBy: /leaves a gap is refused/,
    broken: (journal, list) => ({
      append: (batch) =>
        journal.append({ ...batch, afterIndex: list.entries.filter(({ stream }) => stream === batch.stream).length }),
    }),
  },
  {
    what: "gives its own copy away",
    foundBy: /belongs to the reader/,
    broken: (_journal, list) => ({
      async *read(name, afterIndex) {
        yield* list.entries.filter(({ stream, index }) => stream === name && index > afterIndex);
      },
    }),
  },
  {
    what: "reads from the index on, not after it",
    foundBy: /reading starts after an index/,
    broken: (journal) => ({ read: (stream, afterIndex) => journal.read(stream, afterIndex - 1) }),
  },
  {
    what: "stops after a page",
    foundBy: /without a gap/,
    broken: (journal) => ({
      async *read(stream, afterIndex) {
        let left = 1_000;
        for await (const entry of journal.read(stream, afterIndex)) if (left-- > 0) yield entry;
      },
    }),
  },
  {
    what: "names streams that hold nothing",
    foundBy: /does not count as one/,
    broken: (_journal, list) => ({ streams: async () => [...list.generations.keys()] }),
  },
  {
    what: "takes what is no JSON",
    foundBy: /data that is a function is refused/,
    broken: (journal) => ({
      append: (batch) =>
        journal.append({ ...batch, records: batch.records.map((one) => ({ ...one, data: jsonOr(one.data) })) }),
    }),
  },
  {
    what: "goes on after it was closed",
    foundBy: /takes nothing after it/,
    broken: (journal, list) => ({
      append: (batch) => ((list.isOpen = true), journal.append(batch)),
    }),
  },
  {
    what: "lets a second one in",
    foundBy: /only one journal at a time/,
    broken: (_journal, list) => ((list.isOpen = false), { append: async () => undefined }),
  },
  {
    what: "begins anew with its generations",
    foundBy: /generations go on across openings/,
    broken: (_journal, list) => (list.generations.clear(), {}),
  },
  {
    what: "forgets a stream with a name of more than ASCII",
    foundBy: /is read after reopening/,
    broken: (journal) => ({
      read: (stream, afterIndex) => journal.read(stream.replaceAll(/[^ -~]/g, "?"), afterIndex),
    }),
  },
];

function jsonOr(data: unknown): never {
  return JSON.parse(JSON.stringify(data ?? null) ?? "null") as never; // whatever it is: that is the breakage
}

describe("a journal that", () => {
  test.each(breakages)("$what is found out", async ({ foundBy, broken }) => {
    const makeBroken = async (): Promise<JournalPlace> => {
      const list = emptyList();
      return {
        open: async () => {
          const journal = openListJournal(list);
          return { ...journal, ...broken(journal, list) };
        },
        [Symbol.asyncDispose]: async () => undefined,
      };
    };
    const failed: string[] = [];
    for (const { name, run } of journalSuite({ makePlace: makeBroken, runs: 50 })) {
      await run().catch(() => failed.push(name));
    }
    expect(failed).toContainEqual(expect.stringMatching(foundBy));
  });
});
