/** From one bridge to the next: one at a time, closed in order, and what was written is there when it opens again. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { keptForLater, rejectsWith } from "./journal-case.ts";
import type { JournalCase, MakePlace } from "./journal-case.ts";
import { play, scripts } from "./random-script.ts";
import { batchOf, readAll, sampleRecords } from "./sample-records.ts";

/** `runs`: how many random scripts are played. */
export function openingCases(makePlace: MakePlace, runs: number): readonly JournalCase[] {
  return [
    { name: "only one journal at a time works with the same place", run: () => oneAtATime(makePlace) },
    { name: "closing waits for what was appended, and takes nothing after it", run: () => closesInOrder(makePlace) },
    { name: "how much room there is is told at once", run: () => tellsRoom(makePlace) },
    { name: "generations go on across openings", run: () => generationsGoOn(makePlace) },
    {
      name: "whatever is written, in whatever pieces, is read after reopening",
      run: () =>
        fc.assert(
          fc.asyncProperty(scripts, (script) => isReadAgain(makePlace, script)),
          { numRuns: runs },
        ),
    },
  ];
}

async function oneAtATime(makePlace: MakePlace): Promise<void> {
  await using place = await makePlace();
  const first = await place.open();
  await rejectsWith("OWNED_ELSEWHERE", place.open());
  await first[Symbol.asyncDispose]();
  await using second = await place.open();
  assert.deepEqual(await second.streams(), []);
}

async function closesInOrder(makePlace: MakePlace): Promise<void> {
  await using place = await makePlace();
  const journal = await place.open();
  const owner = await journal.own("lane-1");
  const appends = Array.from({ length: 50 }, (_unused, index) =>
    keptForLater(journal.append(batchOf(owner, index, sampleRecords(index, 1)))),
  );
  const closed = keptForLater(Promise.resolve(journal[Symbol.asyncDispose]()));
  await rejectsWith("JOURNAL_FAILED", journal.append(batchOf(owner, 50, sampleRecords(50, 1))));
  await rejectsWith("JOURNAL_FAILED", journal.own("lane-1"));
  await Promise.all([...appends, closed, journal[Symbol.asyncDispose]()]);
  await using again = await place.open();
  assert.equal((await readAll(again, "lane-1")).length, 50);
}

async function tellsRoom(makePlace: MakePlace): Promise<void> {
  await using place = await makePlace();
  await using journal = await place.open();
  const told: string[] = [];
  journal.watchRoom((room) => told.push(room));
  assert.equal(told.length, 1, "watchRoom has to call back once before it returns.");
  assert.ok(told[0] === "enough" || told[0] === "short", `Room is "enough" or "short", not ${told[0]}.`);
}

async function generationsGoOn(makePlace: MakePlace): Promise<void> {
  await using place = await makePlace();
  for (const generation of [1, 2, 3]) {
    await using journal = await place.open();
    const owner = await journal.own("lane-1");
    assert.deepEqual(owner, { stream: "lane-1", generation, lastIndex: generation - 1 });
    await journal.append(batchOf(owner, generation - 1, sampleRecords(generation, 1)));
  }
}

async function isReadAgain(makePlace: MakePlace, script: Parameters<typeof play>[1]): Promise<void> {
  await using place = await makePlace();
  const written = await play(place, script);
  await using journal = await place.open();
  assert.deepEqual([...(await journal.streams())].toSorted(), [...written.keys()].toSorted());
  for (const [stream, entries] of written) assert.deepEqual(await readAll(journal, stream), entries);
}
