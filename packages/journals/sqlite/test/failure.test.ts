/** Fail-stop: after the first failed write nothing is written any more, and what was acknowledged is found afterwards. */
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { describe, expect, test, vi } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import type { Journal } from "@tillwire/plugin-api";
import { batchOf, sampleRecords, readAll } from "@tillwire/plugin-test/journal";
import { acknowledgedIn, verify } from "./support/acknowledged.ts";
import { startAndOpen } from "./support/child.ts";
import { saying } from "./support/saying.ts";
import { makePlace, placeIn } from "./support/place.ts";
import { mountSmallDisk } from "./support/small-disk.ts";

vi.setConfig({ testTimeout: 120_000 });

const failed = { code: "JOURNAL_FAILED", effect: "possible" };

/** Appends until it fails, and says how much was acknowledged. */
async function fillUp(journal: Journal, textLength: number): Promise<{ acknowledged: number; error: unknown }> {
  const owner = await journal.own("lane-1");
  for (let index = owner.lastIndex; ; index += 1) {
    try {
      await journal.append(batchOf(owner, index, [{ type: "large", at: 1, data: "x".repeat(textLength) }]));
    } catch (error) {
      return { acknowledged: index, error };
    }
  }
}

describe("a full disk", () => {
  test("ends the journal, also when there is room again; a new start has all that was acknowledged", async (context) => {
    using disk = mountSmallDisk(context, 6);
    const place = placeIn(disk.folder);
    writeFileSync(join(disk.folder, "filler"), Buffer.alloc(4 * 1024 * 1024));
    const journal = await place.open();
    const { acknowledged, error } = await fillUp(journal, 10_000);
    expect(error).toMatchObject({ ...failed, message: saying(/full.*Make room/) });
    rmSync(join(disk.folder, "filler"));
    const sizes = sizesOf(place.file);
    const late = batchOf({ stream: "lane-1", generation: 1 }, acknowledged, sampleRecords(0, 1));
    await expect(journal.append(late)).rejects.toMatchObject(failed);
    await expect(journal.own("lane-1")).rejects.toMatchObject(failed);
    await new Promise((resolve) => setTimeout(resolve, 400)); // longer than the wait before a checkpoint
    expect(sizesOf(place.file)).toEqual(sizes);
    expect(await readAll(journal, "lane-1")).toHaveLength(acknowledged);
    expect(place.logLines.map(({ event }) => event)).toEqual(["journal-failed"]);
    await journal[Symbol.asyncDispose]();
    await using again = await place.open();
    expect((await readAll(again, "lane-1")).length).toBeGreaterThanOrEqual(acknowledged);
    const owner = await again.own("lane-1");
    await again.append(batchOf(owner, owner.lastIndex, sampleRecords(0, 1)));
  });
});

test("a file that may not grow is an end as well, in a process with a limit", async ({ skip }) => {
  if (process.platform === "win32") skip("not run: Windows has no such limit");
  await using place = makePlace();
  const acknowledgments = join(place.folder, "acknowledged");
  writeFileSync(acknowledgments, "");
  const through = ["/bin/sh", "-c", 'ulimit -f 1000 && exec "$@"', "sh"];
  const streams = ["lane-1"];
  const [child, opened] = await startAndOpen(place.folder, { acknowledgments, streams, through });
  expect(opened).toBe("opened");
  expect(await child.next()).toBe("verified");
  expect(await child.next()).toMatch(/^failed JOURNAL_FAILED .*could not be written \(disk I\/O error\)/);
  await child.kill();
  await using journal = await place.open();
  const acknowledged = acknowledgedIn(readFileSync(acknowledgments, "utf8"));
  expect(acknowledged.get("lane-1")).toBeGreaterThan(10);
  await verify(journal, streams, acknowledged);
});

test("a thread that is gone ends the journal; what waited is told so, and the file is free", async () => {
  await using place = makePlace();
  const workers: Worker[] = [];
  const catchWorker = (worker: Worker): void => void workers.push(worker);
  process.on("worker", catchWorker);
  const journal = await place.open();
  process.off("worker", catchWorker);
  const owner = await journal.own("lane-1");
  await journal.append(batchOf(owner, 0, sampleRecords(0, 1)));
  const results = Promise.allSettled(
    [1, 2, 3].map((index) => journal.append(batchOf(owner, index, sampleRecords(index, 1)))),
  );
  await workers[0]?.terminate();
  const outcomes = await results;
  const acknowledged = outcomes.filter(({ status }) => status === "fulfilled").length;
  for (const outcome of outcomes.slice(acknowledged))
    expect(outcome).toMatchObject({ status: "rejected", reason: failed });
  await expect(journal.append(batchOf(owner, 4, sampleRecords(4, 1)))).rejects.toMatchObject(failed);
  await expect(readAll(journal, "lane-1")).rejects.toSatisfy((error) => TillwireError.is(error));
  await expect(journal.streams()).rejects.toMatchObject(failed);
  expect(place.logLines.map(({ event }) => event)).toEqual(["journal-failed"]);
  await journal[Symbol.asyncDispose]();
  await using again = await place.open();
  expect((await readAll(again, "lane-1")).length).toBeGreaterThanOrEqual(1 + acknowledged);
});

function sizesOf(file: string): readonly number[] {
  return [file, `${file}-wal`].map((path) => statSync(path).size);
}
