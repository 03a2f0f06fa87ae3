/** Room for finishing what is open: told in time, there when the disk is full, and kept again once there is more (P7). */
import { existsSync, rmSync, statSync, writeFileSync, writeSync, openSync, closeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { Journal, JournalRoom } from "@tillwire/plugin-api";
import { batchOf, readAll, sampleRecords } from "@tillwire/plugin-test/journal";
import { makePlace, placeIn } from "./support/place.ts";
import { mountSmallDisk } from "./support/small-disk.ts";

vi.setConfig({ testTimeout: 120_000 });

const mebibyte = 1024 * 1024;
const reserveBytes = 4 * mebibyte;
const large = [{ type: "large", at: 1, data: "x".repeat(10_000) }];

/** What a journal says of its room, in order. */
function watch(journal: Journal): readonly JournalRoom[] {
  const told: JournalRoom[] = [];
  journal.watchRoom((room) => void told.push(room));
  return told;
}

/** Another program that writes until nothing is left. */
function fillDisk(folder: string): string {
  const filler = join(folder, "filler");
  const descriptor = openSync(filler, "w");
  try {
    for (let block = Buffer.alloc(mebibyte); block.length > 0;) {
      try {
        writeSync(descriptor, block);
      } catch {
        block = block.subarray(0, Math.floor(block.length / 2));
      }
    }
  } finally {
    closeSync(descriptor);
  }
  return filler;
}

const saysLast = (told: readonly JournalRoom[], room: JournalRoom) =>
  vi.waitFor(() => expect(told.at(-1)).toBe(room), { timeout: 20_000, interval: 20 });

describe("another program fills the disk", () => {
  test("room is short at once; what is open is finished; and with room again the reserve is made anew", async (context) => {
    using disk = mountSmallDisk(context, 24);
    const place = placeIn(disk.folder, reserveBytes);
    const reserve = `${place.file}.reserve`;
    await using journal = await place.open();
    const told = watch(journal);
    const owner = await journal.own("lane-1");
    await journal.append(batchOf(owner, 0, sampleRecords(0, 1)));
    expect(told).toEqual(["enough"]);
    expect(statSync(reserve).size).toBe(reserveBytes);
    await new Promise((resolve) => setTimeout(resolve, 400)); // longer than the wait before a checkpoint, which writes

    const filler = fillDisk(disk.folder);
    await saysLast(told, "short");
    expect(statSync(reserve).size).toBe(reserveBytes); // nobody needs it yet, and who fills the disk does not get it

    for (let index = 1; index <= 500; index += 1) await journal.append(batchOf(owner, index, sampleRecords(index, 1)));
    expect(existsSync(reserve)).toBe(false);
    expect(told).toEqual(["enough", "short"]);

    rmSync(filler);
    await saysLast(told, "enough");
    expect(statSync(reserve).size).toBe(reserveBytes);
    expect(place.logLines.map(({ level, event }) => `${level} ${event}`)).toEqual([
      "info journal-room-kept",
      "warn journal-room-short",
      "error journal-room-released",
      "info journal-room-kept",
    ]);
    expect(await readAll(journal, "lane-1")).toHaveLength(501);
  });

  test("a reserve that nobody needed is there all the time", async (context) => {
    using disk = mountSmallDisk(context, 24);
    const place = placeIn(disk.folder, reserveBytes);
    await using journal = await place.open();
    const told = watch(journal);
    const filler = fillDisk(disk.folder);
    await saysLast(told, "short");
    rmSync(filler);
    await saysLast(told, "enough");
    expect(place.logLines.map(({ event }) => event)).not.toContain("journal-room-released");
  });

  test("a start finishes what was open, also when the bridge was killed before it let the reserve go", async (context) => {
    using disk = mountSmallDisk(context, 24);
    const place = placeIn(disk.folder, reserveBytes);
    const first = await place.open();
    const before = await first.own("lane-1");
    await first.append(batchOf(before, 0, sampleRecords(0, 1)));
    await first[Symbol.asyncDispose]();
    fillDisk(disk.folder);

    const second = await place.open();
    const told = watch(second);
    expect(told).toEqual(["short"]);
    const owner = await second.own("lane-1");
    for (let index = 1; index <= 500; index += 1) await second.append(batchOf(owner, index, sampleRecords(index, 1)));
    await second[Symbol.asyncDispose](); // rejects when there was no room for the checkpoint
    expect(existsSync(`${place.file}.reserve`)).toBe(false);

    await using third = await place.open();
    expect(watch(third)).toEqual(["short"]);
    expect(place.logLines.at(-1)).toMatchObject({ level: "warn", event: "journal-room-missing" });
    expect(await readAll(third, "lane-1")).toHaveLength(501);
  });
});

test("the journal itself fills the disk: it is told, and there is as much room as was promised", async (context) => {
  using disk = mountSmallDisk(context, 24);
  const place = placeIn(disk.folder, reserveBytes);
  await using journal = await place.open();
  const told = watch(journal);
  const owner = await journal.own("lane-1");
  let index = 0;
  for (; told.at(-1) === "enough"; index += 1) await journal.append(batchOf(owner, index, large));
  expect(statSync(`${place.file}.reserve`).size).toBe(reserveBytes);
  const wasShortAt = index;
  for (; (index - wasShortAt) * 10_000 < reserveBytes; index += 1) await journal.append(batchOf(owner, index, large));
  expect(told).toEqual(["enough", "short"]);
  expect(await readAll(journal, "lane-1")).toHaveLength(index);
});

test("a disk that is too small for a reserve is short from the start, until it is not", async (context) => {
  using disk = mountSmallDisk(context, 24);
  const place = placeIn(disk.folder, reserveBytes);
  const filler = join(disk.folder, "filler");
  writeFileSync(filler, Buffer.alloc(16 * mebibyte));
  await using journal = await place.open();
  const told = watch(journal);
  expect(told).toEqual(["short"]);
  rmSync(filler);
  await saysLast(told, "enough");
});

test.each([
  ["half made, since the bridge was killed", mebibyte],
  ["larger than is wanted now", 2 * reserveBytes],
])("a reserve that is %s is as wanted after a start", async (_, foundBytes) => {
  await using place = makePlace(reserveBytes);
  writeFileSync(`${place.file}.reserve`, Buffer.alloc(foundBytes));
  await using journal = await place.open();
  expect(watch(journal)).toEqual(["enough"]);
  expect(statSync(`${place.file}.reserve`).size).toBe(reserveBytes);
});

test("where none is wanted there is always enough, also on a full disk", async (context) => {
  using disk = mountSmallDisk(context, 8);
  const place = placeIn(disk.folder);
  await using journal = await place.open();
  const told = watch(journal);
  const owner = await journal.own("lane-1");
  for (let index = 0; index < 500; index += 1) await journal.append(batchOf(owner, index, sampleRecords(index, 1)));
  expect(told).toEqual(["enough"]);
  expect(existsSync(`${place.file}.reserve`)).toBe(false);
});
