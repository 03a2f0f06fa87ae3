/** What comes back: all that was written, as it was written, and nothing else. */
import assert from "node:assert/strict";
import type { JournalRecord } from "@tillwire/plugin-api";
import { caseWith, rejectsWith } from "./journal-case.ts";
import type { JournalCase, MakePlace } from "./journal-case.ts";
import { batchOf, readAll, sampleRecord, sampleRecords } from "./sample-records.ts";

export function recordsCases(makePlace: MakePlace): readonly JournalCase[] {
  const withJournal = caseWith(makePlace);
  return [
    withJournal("a new journal is empty", async (journal) => {
      assert.deepEqual(await journal.streams(), []);
      assert.deepEqual(await readAll(journal, "lane-1"), []);
    }),

    withJournal("entries come back as they were written, each stream counted from 1", async (journal) => {
      const one = await journal.own("lane-1");
      const two = await journal.own("lane-2");
      assert.deepEqual(one, { stream: "lane-1", generation: 1, lastIndex: 0 });
      await journal.append(batchOf(one, 0, [sampleRecord("intent", 1), sampleRecord("sent", 2)]));
      await journal.append(batchOf(two, 0, [sampleRecord("closed", 3)]));
      await journal.append(batchOf(one, 2, [sampleRecord("outcome", 4)]));
      assert.deepEqual(await readAll(journal, "lane-1"), [
        { stream: "lane-1", index: 1, generation: 1, ...sampleRecord("intent", 1) },
        { stream: "lane-1", index: 2, generation: 1, ...sampleRecord("sent", 2) },
        { stream: "lane-1", index: 3, generation: 1, ...sampleRecord("outcome", 4) },
      ]);
      assert.equal((await readAll(journal, "lane-2")).length, 1);
      assert.deepEqual([...(await journal.streams())].toSorted(), ["lane-1", "lane-2"]);
    }),

    withJournal("a stream that is owned but never written does not count as one", async (journal) => {
      await journal.own("lane-1");
      assert.deepEqual(await journal.streams(), []);
    }),

    withJournal("reading starts after an index, and nothing comes after the end", async (journal) => {
      const owner = await journal.own("lane-1");
      await journal.append(batchOf(owner, 0, sampleRecords(0, 5)));
      const indexes = (await readAll(journal, "lane-1", 3)).map(({ index }) => index);
      assert.deepEqual(indexes, [4, 5]);
      assert.deepEqual(await readAll(journal, "lane-1", 5), []);
      assert.deepEqual(await readAll(journal, "lane-1", 99), []);
    }),

    withJournal("more entries than are read at once come without a gap", async (journal) => {
      const owner = await journal.own("lane-1");
      await journal.append(batchOf(owner, 0, sampleRecords(0, 700)));
      await journal.append(batchOf(owner, 700, sampleRecords(700, 601)));
      const indexes = (await readAll(journal, "lane-1")).map(({ index }) => index);
      const expected = Array.from({ length: 1_301 }, (_unused, position) => position + 1);
      assert.deepEqual(indexes, expected);
    }),

    withJournal("a record is taken as it is at the call, and what is read belongs to the reader", async (journal) => {
      const owner = await journal.own("lane-1");
      const data = { list: [1, 2] };
      const written = journal.append(batchOf(owner, 0, [{ type: "intent", at: 5, data }]));
      data.list.push(3);
      await written;
      const [first] = await readAll(journal, "lane-1");
      assert.deepEqual(first?.data, { list: [1, 2] });
      Object.assign(first?.data ?? {}, { list: [] });
      assert.deepEqual((await readAll(journal, "lane-1"))[0]?.data, { list: [1, 2] });
    }),

    ...notJson.map(([what, data]) =>
      withJournal(`data that is ${what} is refused, and the journal goes on`, async (journal) => {
        const owner = await journal.own("lane-1");
        await rejectsWith("INTERNAL", journal.append(batchOf(owner, 0, [{ type: "intent", at: 1, data }])));
        await journal.append(batchOf(owner, 0, [sampleRecord("intent", 1)]));
        assert.equal((await readAll(journal, "lane-1")).length, 1);
      }),
    ),
  ];
}

/** What the type of a record does not allow, but a program in JavaScript can pass. */
const notJson = [
  ["not a number", { amount: Number.NaN }],
  ["infinite", [Number.POSITIVE_INFINITY]],
  ["undefined", { key: undefined }],
  ["a bigint", 5n],
  ["a function", { run: () => 1 }],
] as unknown as readonly (readonly [what: string, data: JournalRecord["data"]])[];
