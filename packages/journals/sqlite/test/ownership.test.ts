/** One owner: between processes, inside one, and after the owner was killed. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { batchOf, sampleRecords, readAll } from "@tillwire/plugin-test/journal";
import { startAndOpen, startChild } from "./support/child.ts";
import { saying } from "./support/saying.ts";
import { makePlace } from "./support/place.ts";

vi.setConfig({ testTimeout: 60_000 });

const refused = saying(/^failed OWNED_ELSEWHERE /);

test("a second process is refused for as long as the first lives, and let in when it was killed", async () => {
  await using place = makePlace();
  const acknowledgments = join(place.folder, "acknowledged");
  writeFileSync(acknowledgments, "");
  const [owner, opened] = await startAndOpen(place.folder, { acknowledgments, streams: ["lane-1"] });
  expect(opened).toBe("opened");
  expect(await owner.next()).toBe("verified");
  const opening = place.open();
  await expect(opening).rejects.toMatchObject({ code: "OWNED_ELSEWHERE", effect: "none" });
  await expect(opening).rejects.toThrow(place.file);
  await owner.kill();
  await using journal = await place.open();
  expect(await journal.own("lane-1")).toMatchObject({ generation: 2 });
});

test("the owner is not disturbed by those that are refused, in its process and in others", async () => {
  await using place = makePlace();
  await using journal = await place.open();
  const owner = await journal.own("lane-1");
  for (let index = 0; index < 2; index += 1) {
    await expect(place.open()).rejects.toMatchObject({ code: "OWNED_ELSEWHERE" });
    const [other, opened] = await startAndOpen(place.folder);
    expect(opened).toEqual(refused);
    await other.kill();
    await journal.append(batchOf(owner, index, sampleRecords(index, 1)));
  }
  expect(await readAll(journal, "lane-1")).toHaveLength(2);
});

test("an owner that is just ending is waited for", async () => {
  await using place = makePlace();
  const ending = await place.open();
  const opening = place.open();
  await setTimeout(300); // the second one has met the lock by then, and has not given up
  await ending[Symbol.asyncDispose]();
  await using journal = await opening;
  expect(await journal.streams()).toEqual([]);
});

test.each(["a new file", "an old file"])("of several that start at once on %s, exactly one gets it", async (which) => {
  await using place = makePlace();
  if (which === "an old file") await (await place.open())[Symbol.asyncDispose]();
  const children = Array.from({ length: 3 }, () => startChild(place.folder));
  for (const child of children) expect(await child.next()).toBe("ready");
  for (const child of children) child.go();
  const said = await Promise.all(children.map((child) => child.next()));
  for (const child of children) await child.kill();
  expect(said.filter((line) => line === "opened")).toHaveLength(1);
  expect(said.filter((line) => line !== "opened")).toEqual([refused, refused]);
});
