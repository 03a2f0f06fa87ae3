/** Damage is found, named by stream and index, and never passed on. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import type { Journal } from "@tillwire/plugin-api";
import { batchOf, sampleRecords } from "@tillwire/plugin-test/journal";
import { execute, flipBit } from "./support/database.ts";
import { saying } from "./support/saying.ts";
import { makePlace } from "./support/place.ts";
import type { TestPlace } from "./support/place.ts";

vi.setConfig({ testTimeout: 60_000 });

const pristine = makePlace();

beforeAll(async () => {
  await using journal = await pristine.open();
  for (const stream of ["lane-1", "lane-2"]) {
    const owner = await journal.own(stream);
    await journal.append(batchOf(owner, 0, sampleRecords(0, 3)));
    await journal.append(
      batchOf(owner, 3, [{ type: "outcome", at: 17, data: `marked-${stream}` }, ...sampleRecords(4, 1)]),
    );
  }
});

afterAll(async () => {
  await pristine[Symbol.asyncDispose]();
});

/** A journal with five entries in each of two streams. */
function written(): TestPlace {
  const place = makePlace();
  copyFileSync(pristine.file, place.file);
  return place;
}

interface Verdict {
  readonly read: readonly number[];
  readonly error: unknown;
}

async function verdictOn(place: TestPlace, ...streams: readonly string[]): Promise<readonly Verdict[]> {
  await using journal = await place.open();
  return await Promise.all(streams.map((stream) => readingOf(journal, stream)));
}

async function readingOf(journal: Journal, stream: string): Promise<Verdict> {
  const read: number[] = [];
  try {
    for await (const { index } of journal.read(stream, 0)) read.push(index);
    return { read, error: undefined };
  } catch (error) {
    return { read, error };
  }
}

const whole: Verdict = { read: [1, 2, 3, 4, 5], error: undefined };

/** Read up to an entry, and not that one. */
function corruptAt(index: number): unknown {
  const message = saying(new RegExp(`^Entry ${index} of lane-2 .* Copy the data folder`));
  const read = Array.from({ length: index - 1 }, (_unused, position) => position + 1);
  const error: unknown = expect.objectContaining({ code: "JOURNAL_CORRUPT", message });
  return { read, error };
}

describe("an entry", () => {
  test("with one bit changed is found; what stands before it and other streams can be read", async () => {
    await using place = written();
    flipBit(place.file, "marked-lane-2", 3);
    expect(await verdictOn(place, "lane-1", "lane-2")).toEqual([whole, corruptAt(4)]);
  });

  const damages: readonly [string, string, number][] = [
    ["another type", "UPDATE entry SET type = 'sent' WHERE stream = 'lane-2' AND \"index\" = 4", 4],
    ["another time", "UPDATE entry SET at = at + 1 WHERE stream = 'lane-2' AND \"index\" = 2", 2],
    ["another generation", "UPDATE entry SET generation = 9 WHERE stream = 'lane-2' AND \"index\" = 1", 1],
    ["no JSON", "UPDATE entry SET data = '{' WHERE stream = 'lane-2' AND \"index\" = 3", 3],
    ["another hash", "UPDATE entry SET hash = zeroblob(32) WHERE stream = 'lane-2' AND \"index\" = 3", 3],
    ["a short hash", "UPDATE entry SET hash = x'00' WHERE stream = 'lane-2' AND \"index\" = 3", 3],
    ["missing in the middle", "DELETE FROM entry WHERE stream = 'lane-2' AND \"index\" = 3", 3],
    ["missing at the start", "DELETE FROM entry WHERE stream = 'lane-2' AND \"index\" = 1", 1],
    ["missing at the end", "DELETE FROM entry WHERE stream = 'lane-2' AND \"index\" = 5", 5],
    ["missing with all of its stream", "DELETE FROM entry WHERE stream = 'lane-2'", 1],
    ["missing in the note of the end", "DELETE FROM stream WHERE name = 'lane-2'", 1],
    ["of another stream", "UPDATE entry SET stream = 'lane-3' WHERE stream = 'lane-2' AND \"index\" = 2", 2],
  ];
  test.each(damages)("with %s is found", async (_what, statement, index) => {
    await using place = written();
    execute(place.file, statement);
    expect(await verdictOn(place, "lane-2")).toEqual([corruptAt(index)]);
  });

  test("in the place of another is found", async () => {
    await using place = written();
    execute(place.file, `UPDATE entry SET "index" = 9 WHERE stream = 'lane-2' AND "index" = 2`);
    execute(place.file, `UPDATE entry SET "index" = 2 WHERE stream = 'lane-2' AND "index" = 3`);
    execute(place.file, `UPDATE entry SET "index" = 3 WHERE stream = 'lane-2' AND "index" = 9`);
    expect(await verdictOn(place, "lane-2")).toEqual([corruptAt(2)]);
  });

  test("of another journal is found, also when it is whole in itself", async () => {
    await using place = written();
    await using other = makePlace();
    {
      await using journal = await other.open();
      await journal.append(batchOf(await journal.own("lane-2"), 0, sampleRecords(7, 2)));
    }
    const columns =
      "generation = theirs.generation, type = theirs.type, at = theirs.at, data = theirs.data, hash = theirs.hash";
    execute(
      place.file,
      `UPDATE entry SET ${columns} FROM theirs.entry AS theirs WHERE theirs."index" = 2 AND entry."index" = 2 AND entry.stream = 'lane-2'`,
      other.file,
    );
    expect(await verdictOn(place, "lane-2")).toEqual([corruptAt(2)]);
  });

  test("that nobody wrote is found, also with a hash that fits", async () => {
    await using place = written();
    execute(
      place.file,
      `INSERT INTO entry SELECT stream, 6, generation, type, at, data, hash FROM entry WHERE stream = 'lane-2' AND "index" = 5`,
    );
    expect(await verdictOn(place, "lane-2")).toEqual([corruptAt(6)]);
  });
});

describe("a stream whose end is damaged", () => {
  test.each([
    ["lost", "DELETE FROM entry WHERE stream = 'lane-2' AND \"index\" = 5"],
    ["changed", "UPDATE entry SET data = '1' WHERE stream = 'lane-2' AND \"index\" = 5"],
    ["older than it says", "UPDATE stream SET generation = 0 WHERE name = 'lane-2'"],
  ])("cannot be taken over: %s", async (_what, statement) => {
    await using place = written();
    execute(place.file, statement);
    await using journal = await place.open();
    await expect(journal.own("lane-2")).rejects.toMatchObject({ code: "JOURNAL_CORRUPT" });
    const owner = await journal.own("lane-1");
    await journal.append(batchOf(owner, 5, sampleRecords(5, 1))); // the journal goes on
  });

  test("is named among the streams, even when nothing of it is left or nothing notes it", async () => {
    await using place = written();
    execute(place.file, "DELETE FROM entry WHERE stream = 'lane-1'");
    execute(place.file, "DELETE FROM stream WHERE name = 'lane-2'");
    await using journal = await place.open();
    expect(await journal.streams()).toEqual(["lane-1", "lane-2"]);
  });
});

test("a byte changed anywhere in the file either changes nothing that is read, or is found", async () => {
  await using place = written();
  const bytes = readFileSync(place.file);
  let found = 0;
  for (let position = 40; position < bytes.length; position += 1_999) {
    const damaged = Buffer.from(bytes);
    damaged.writeUInt8(bytes.readUInt8(position) ^ 0x10, position);
    writeFileSync(place.file, damaged);
    const problems = await problemsOf(place);
    for (const problem of problems) {
      expect(["JOURNAL_CORRUPT", "STORAGE_UNUSABLE"], `byte ${position}`).toContain(problem);
    }
    found += Math.min(problems.length, 1);
  }
  expect(found).toBeGreaterThan(0);
});

/** Codes of what is wrong. Without any, everything that was written is read, and nothing else. */
async function problemsOf(place: TestPlace): Promise<readonly unknown[]> {
  try {
    const verdicts = await verdictOn(place, "lane-1", "lane-2");
    const problems = verdicts.flatMap(({ error }) => (error === undefined ? [] : [codeOf(error)]));
    if (problems.length === 0) expect(verdicts).toEqual([whole, whole]);
    return problems;
  } catch (thrown) {
    return [codeOf(thrown)];
  }
}

function codeOf(thrown: unknown): unknown {
  return TillwireError.is(thrown) ? thrown.code : thrown;
}
