/** In which order, and by whom: appends in the order of the calls, one owner, batches whole or not at all. */
import assert from "node:assert/strict";
import { caseWith, rejectsWith } from "./journal-case.ts";
import type { JournalCase, MakePlace } from "./journal-case.ts";
import { batchOf, readAll, sampleRecord, sampleRecords } from "./sample-records.ts";

export function orderCases(makePlace: MakePlace): readonly JournalCase[] {
  const withJournal = caseWith(makePlace);
  return [
    withJournal("appends are written and resolve in the order of the calls, across streams", async (journal) => {
      const owners = [await journal.own("lane-1"), await journal.own("lane-2"), await journal.own("lane-3")];
      const resolved: number[] = [];
      const calls = Array.from({ length: 600 }, (_unused, call) => call);
      const appends = calls.map(async (call) => {
        const owner = owners[call % 3] ?? { stream: "", generation: 0 };
        await journal.append(batchOf(owner, Math.floor(call / 3), [sampleRecord("call", call)]));
        resolved.push(call);
      });
      await Promise.all(appends);
      assert.deepEqual(resolved, calls);
      for (const [lane, owner] of owners.entries()) {
        const written = (await readAll(journal, owner.stream)).map(({ data }) => data);
        const expected = calls.filter((call) => call % 3 === lane).map((call) => sampleRecord("call", call).data);
        assert.deepEqual(written, expected);
      }
    }),

    ...[
      { what: "overlaps", afterIndex: 1 },
      { what: "leaves a gap", afterIndex: 3 },
    ].map(({ what, afterIndex }) =>
      withJournal(`a batch that ${what} is refused, and the journal goes on`, async (journal) => {
        const owner = await journal.own("lane-1");
        await journal.append(batchOf(owner, 0, sampleRecords(0, 2)));
        await rejectsWith("OWNED_ELSEWHERE", journal.append(batchOf(owner, afterIndex, sampleRecords(0, 2))));
        assert.equal((await readAll(journal, "lane-1")).length, 2);
        await journal.append(batchOf(owner, 2, sampleRecords(2, 1)));
        assert.equal((await readAll(journal, "lane-1")).length, 3);
      }),
    ),

    withJournal("a batch that is refused takes no other one with it", async (journal) => {
      const [one, two] = [await journal.own("lane-1"), await journal.own("lane-2")];
      const results = await Promise.allSettled([
        journal.append(batchOf(one, 0, sampleRecords(0, 1))),
        journal.append(batchOf(two, 7, sampleRecords(0, 3))),
        journal.append(batchOf(one, 1, sampleRecords(1, 1))),
      ]);
      const statuses = results.map(({ status }) => status);
      assert.deepEqual(statuses, ["fulfilled", "rejected", "fulfilled"]);
      assert.equal((await readAll(journal, "lane-1")).length, 2);
      assert.deepEqual(await readAll(journal, "lane-2"), []);
    }),

    ...ownerCases(makePlace),
  ];
}

function ownerCases(makePlace: MakePlace): readonly JournalCase[] {
  const withJournal = caseWith(makePlace);
  return [
    withJournal("nobody writes to a stream without owning it", async (journal) => {
      for (const generation of [0, 1]) {
        const stranger = { stream: "lane-1", generation };
        await rejectsWith("OWNED_ELSEWHERE", journal.append(batchOf(stranger, 0, sampleRecords(0, 1))));
      }
      await rejectsWith(
        "OWNED_ELSEWHERE",
        journal.append(batchOf({ stream: "lane-1", generation: 0 }, 1, sampleRecords(0, 1))),
      );
      assert.deepEqual(await journal.streams(), []);
    }),

    withJournal(
      "a takeover has a higher generation and ends the one before, in the order of the calls",
      async (journal) => {
        const before = await journal.own("lane-1");
        const first = journal.append(batchOf(before, 0, sampleRecords(0, 1)));
        const takeover = journal.own("lane-1");
        const late = rejectsWith("OWNED_ELSEWHERE", journal.append(batchOf(before, 1, sampleRecords(1, 1))));
        const [, after] = await Promise.all([first, takeover, late]);
        assert.deepEqual(after, { stream: "lane-1", generation: before.generation + 1, lastIndex: 1 });
        await journal.append(batchOf(after, 1, sampleRecords(1, 1)));
        const generations = (await readAll(journal, "lane-1")).map(({ generation }) => generation);
        assert.deepEqual(generations, [1, 2]);
      },
    ),

    withJournal(
      "a batch without records changes nothing, and is refused to whoever does not own the stream",
      async (journal) => {
        const owner = await journal.own("lane-1");
        await journal.append(batchOf(owner, 0, []));
        const stranger = { ...owner, generation: owner.generation + 1 };
        await rejectsWith("OWNED_ELSEWHERE", journal.append(batchOf(stranger, 0, [])));
        assert.deepEqual(await journal.streams(), []);
      },
    ),
  ];
}
