/**
 * What every journal does, whatever it writes to. Durability, damage and full disks are each journal's own tests.
 * The file is the same in every journal's tests.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Journal, JournalEntry, JournalRecord, StreamOwnership } from "@tillwire/plugin-api";
import { batch, numbered, readAll, sample } from "./records.ts";

/** Where a journal is kept: opening it twice in a row gives what was written the first time. */
export interface Place extends AsyncDisposable {
  open(): Promise<Journal>;
}

/** Runs the suite. `runs`: how many random scripts. */
export function journalSuite(makePlace: () => Promise<Place>, { runs }: { readonly runs: number }): void {
  const withJournal = (work: (journal: Journal) => Promise<void>) => async () => {
    await using place = await makePlace();
    await using journal = await place.open();
    await work(journal);
  };

  describe("records", () => {
    test(
      "a new journal is empty",
      withJournal(async (journal) => {
        expect(await journal.streams()).toEqual([]);
        expect(await readAll(journal, "lane-1")).toEqual([]);
      }),
    );

    test(
      "entries come back as they were written, each stream counted from 1",
      withJournal(async (journal) => {
        const one = await journal.own("lane-1");
        const two = await journal.own("lane-2");
        expect(one).toEqual({ stream: "lane-1", generation: 1, lastIndex: 0 });
        await journal.append(batch(one, 0, [sample("intent", 1), sample("sent", 2)]));
        await journal.append(batch(two, 0, [sample("closed", 3)]));
        await journal.append(batch(one, 2, [sample("outcome", 4)]));
        expect(await readAll(journal, "lane-1")).toEqual([
          { stream: "lane-1", index: 1, generation: 1, ...sample("intent", 1) },
          { stream: "lane-1", index: 2, generation: 1, ...sample("sent", 2) },
          { stream: "lane-1", index: 3, generation: 1, ...sample("outcome", 4) },
        ]);
        expect(await readAll(journal, "lane-2")).toHaveLength(1);
        expect([...(await journal.streams())].toSorted()).toEqual(["lane-1", "lane-2"]);
      }),
    );

    test(
      "a stream that is owned but never written does not count as one",
      withJournal(async (journal) => {
        await journal.own("lane-1");
        expect(await journal.streams()).toEqual([]);
      }),
    );

    test(
      "reading starts after an index, and nothing comes after the end",
      withJournal(async (journal) => {
        const owner = await journal.own("lane-1");
        await journal.append(batch(owner, 0, numbered(0, 5)));
        expect((await readAll(journal, "lane-1", 3)).map(({ index }) => index)).toEqual([4, 5]);
        expect(await readAll(journal, "lane-1", 5)).toEqual([]);
        expect(await readAll(journal, "lane-1", 99)).toEqual([]);
      }),
    );

    test(
      "more entries than are read at once come without a gap",
      withJournal(async (journal) => {
        const owner = await journal.own("lane-1");
        await journal.append(batch(owner, 0, numbered(0, 700)));
        await journal.append(batch(owner, 700, numbered(700, 601)));
        const indexes = (await readAll(journal, "lane-1")).map(({ index }) => index);
        expect(indexes).toEqual(Array.from({ length: 1_301 }, (_unused, position) => position + 1));
      }),
    );

    test(
      "a record is taken as it is at the call, and what is read belongs to the reader",
      withJournal(async (journal) => {
        const owner = await journal.own("lane-1");
        const data = { list: [1, 2] };
        const written = journal.append(batch(owner, 0, [{ type: "intent", at: 5, data }]));
        data.list.push(3);
        await written;
        const [first] = await readAll(journal, "lane-1");
        expect(first?.data).toEqual({ list: [1, 2] });
        Object.assign(first?.data ?? {}, { list: [] });
        expect((await readAll(journal, "lane-1"))[0]?.data).toEqual({ list: [1, 2] });
      }),
    );

    test.each([
      ["not a number", { amount: Number.NaN }],
      ["infinite", [Number.POSITIVE_INFINITY]],
      ["undefined", { key: undefined }],
      ["a bigint", 5n],
      ["a function", { run: () => 1 }],
    ])("data that is %s is refused, and the journal goes on", async (_what, data) => {
      await using place = await makePlace();
      await using journal = await place.open();
      const owner = await journal.own("lane-1");
      const bad = { type: "intent", at: 1, data: data as never };
      await expect(journal.append(batch(owner, 0, [bad]))).rejects.toMatchObject({ code: "INTERNAL" });
      await journal.append(batch(owner, 0, [sample("intent", 1)]));
      expect(await readAll(journal, "lane-1")).toHaveLength(1);
    });
  });

  describe("order and owner", () => {
    test(
      "appends are written and resolve in the order of the calls, across streams",
      withJournal(async (journal) => {
        const owners = [await journal.own("lane-1"), await journal.own("lane-2"), await journal.own("lane-3")];
        const resolved: number[] = [];
        const appends = Array.from({ length: 600 }, async (_unused, call) => {
          const owner = owners[call % 3] ?? { stream: "", generation: 0 };
          await journal.append(batch(owner, Math.floor(call / 3), [sample("call", call)]));
          resolved.push(call);
        });
        await Promise.all(appends);
        expect(resolved).toEqual(Array.from({ length: 600 }, (_unused, call) => call));
        for (const [lane, owner] of owners.entries()) {
          const calls = (await readAll(journal, owner.stream)).map(({ data }) => data);
          expect(calls).toEqual(Array.from({ length: 200 }, (_unused, turn) => sample("call", turn * 3 + lane).data));
        }
      }),
    );

    test.each([
      ["overlaps", 1],
      ["leaves a gap", 3],
    ])("a batch that %s is refused, and the journal goes on", async (_what, afterIndex) => {
      await using place = await makePlace();
      await using journal = await place.open();
      const owner = await journal.own("lane-1");
      await journal.append(batch(owner, 0, numbered(0, 2)));
      await refusal(journal.append(batch(owner, afterIndex, numbered(0, 2))));
      expect(await readAll(journal, "lane-1")).toHaveLength(2);
      await journal.append(batch(owner, 2, numbered(2, 1)));
      expect(await readAll(journal, "lane-1")).toHaveLength(3);
    });

    test(
      "a batch that is refused takes no other one with it",
      withJournal(async (journal) => {
        const [one, two] = [await journal.own("lane-1"), await journal.own("lane-2")];
        const results = await Promise.allSettled([
          journal.append(batch(one, 0, numbered(0, 1))),
          journal.append(batch(two, 7, numbered(0, 3))),
          journal.append(batch(one, 1, numbered(1, 1))),
        ]);
        expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
        expect(await readAll(journal, "lane-1")).toHaveLength(2);
        expect(await readAll(journal, "lane-2")).toEqual([]);
      }),
    );

    test(
      "nobody writes to a stream without owning it",
      withJournal(async (journal) => {
        await refusal(journal.append(batch({ stream: "lane-1", generation: 0 }, 1, numbered(0, 1))));
        await refusal(journal.append(batch({ stream: "lane-1", generation: 1 }, 0, numbered(0, 1))));
        expect(await journal.streams()).toEqual([]);
      }),
    );

    test(
      "a takeover has a higher generation and ends the one before, in the order of the calls",
      withJournal(async (journal) => {
        const before = await journal.own("lane-1");
        const first = journal.append(batch(before, 0, numbered(0, 1)));
        const takeover = journal.own("lane-1");
        const late = refusal(journal.append(batch(before, 1, numbered(1, 1))));
        await first;
        const after = await takeover;
        await late;
        expect(after).toEqual({ stream: "lane-1", generation: before.generation + 1, lastIndex: 1 });
        await journal.append(batch(after, 1, numbered(1, 1)));
        expect((await readAll(journal, "lane-1")).map(({ generation }) => generation)).toEqual([1, 2]);
      }),
    );

    test(
      "a batch without records changes nothing, and is refused to whoever does not own the stream",
      withJournal(async (journal) => {
        const owner = await journal.own("lane-1");
        await journal.append(batch(owner, 0, []));
        await refusal(journal.append(batch({ ...owner, generation: owner.generation + 1 }, 0, [])));
        expect(await journal.streams()).toEqual([]);
      }),
    );
  });

  describe("opening and closing", () => {
    test("only one journal at a time works with the same place", async () => {
      await using place = await makePlace();
      const first = await place.open();
      await expect(place.open()).rejects.toMatchObject({ code: "OWNED_ELSEWHERE" });
      await first[Symbol.asyncDispose]();
      await using second = await place.open();
      expect(await second.streams()).toEqual([]);
    });

    test("closing waits for what was appended, and takes nothing after it", async () => {
      await using place = await makePlace();
      const journal = await place.open();
      const owner = await journal.own("lane-1");
      const appends = Array.from({ length: 50 }, (_unused, index) =>
        journal.append(batch(owner, index, numbered(index, 1))),
      );
      const closed = journal[Symbol.asyncDispose]();
      await expect(journal.append(batch(owner, 50, numbered(50, 1)))).rejects.toMatchObject({ code: "JOURNAL_FAILED" });
      await expect(journal.own("lane-1")).rejects.toMatchObject({ code: "JOURNAL_FAILED" });
      await Promise.all([...appends, closed, journal[Symbol.asyncDispose]()]);
      await using again = await place.open();
      expect(await readAll(again, "lane-1")).toHaveLength(50);
    });

    test("generations go on across openings", async () => {
      await using place = await makePlace();
      for (const generation of [1, 2, 3]) {
        await using journal = await place.open();
        expect(await journal.own("lane-1")).toMatchObject({ generation, lastIndex: generation - 1 });
        await journal.append(batch({ stream: "lane-1", generation }, generation - 1, numbered(generation, 1)));
      }
    });

    test("whatever is written, in whatever pieces, is read after reopening", async () => {
      await fc.assert(
        fc.asyncProperty(script, async (steps) => {
          await using place = await makePlace();
          const written = await run(place, steps);
          await using journal = await place.open();
          expect([...(await journal.streams())].toSorted()).toEqual([...written.keys()].toSorted());
          for (const [stream, entries] of written) expect(await readAll(journal, stream)).toEqual(entries);
        }),
        { numRuns: runs },
      );
    });
  });
}

type Step =
  | { readonly type: "reopen" }
  | { readonly type: "append"; readonly stream: string; readonly records: readonly JournalRecord[] };

const jsonData = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JournalRecord["data"]);
const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => !/\p{Cc}/u.test(text));
const record: fc.Arbitrary<JournalRecord> = fc.record(
  { type: name, at: fc.double({ min: 0, max: 2 ** 53, noNaN: true }), data: jsonData },
  { noNullPrototype: true },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ type: fc.constant("reopen" as const) }, { noNullPrototype: true }) },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        type: fc.constant("append" as const),
        stream: fc.constantFrom("lane-1", "lane-2", "Kasse Süd 💳"),
        records: fc.array(record, { maxLength: 6 }),
      },
      { noNullPrototype: true },
    ),
  },
);
const script = fc.array(step, { maxLength: 25 });

/** Does the steps, without waiting between appends, and returns what should be there. */
async function run(place: Place, steps: readonly Step[]): Promise<Map<string, JournalEntry[]>> {
  const written = new Map<string, JournalEntry[]>();
  let journal = await place.open();
  let owners = new Map<string, StreamOwnership>();
  let pending: Promise<void>[] = [];
  for (const next of steps) {
    if (next.type === "reopen") {
      await Promise.all(pending);
      await journal[Symbol.asyncDispose]();
      journal = await place.open();
      owners = new Map();
      pending = [];
      continue;
    }
    const { stream, records } = next;
    const owner = owners.get(stream) ?? (await journal.own(stream));
    owners.set(stream, owner);
    const before = written.get(stream) ?? [];
    pending.push(journal.append(batch(owner, before.length, records)));
    const added = records.map((one, offset) => {
      return { stream, index: before.length + offset + 1, generation: owner.generation, ...one };
    });
    if (added.length > 0) written.set(stream, [...before, ...added]);
  }
  await Promise.all(pending);
  await journal[Symbol.asyncDispose]();
  return written;
}

async function refusal(append: Promise<void>): Promise<void> {
  await expect(append).rejects.toMatchObject({ code: "OWNED_ELSEWHERE" });
}
