/** SIGKILL in the middle of appends, again and again on the same file: what was acknowledged is there. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { acknowledgedIn, verify } from "./support/acknowledged.ts";
import { startChild } from "./support/child.ts";
import { makePlace } from "./support/place.ts";

vi.setConfig({ testTimeout: 300_000 });

const streams = ["lane-1", "lane-2"];
const kills = 20;

test(`killed ${kills} times while it writes: every acknowledged append is there, whole and in order`, async () => {
  await using place = makePlace();
  const acknowledgments = join(place.folder, "acknowledged");
  writeFileSync(acknowledgments, "");
  const start = () => startChild(place.folder, { acknowledgments, streams });
  let next = start();
  let before = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const child = next;
    expect(await child.next()).toBe("ready");
    if (kill < kills) next = start();
    child.go();
    expect(await child.next()).toBe("opened");
    expect(await child.next()).toBe("verified"); // all that was acknowledged before the kill before this one
    await setTimeout((kill % 10) * 7); // another moment each time: soon after the start, in the middle of a commit
    await child.kill();
  }
  const acknowledged = acknowledgedIn(readFileSync(acknowledgments, "utf8"));
  await using journal = await place.open();
  await verify(journal, streams, acknowledged);
  for (const stream of streams) {
    expect((await journal.own(stream)).generation).toBeGreaterThan(kills / 2); // most got so far as to take it over
    before += acknowledged.get(stream) ?? 0;
  }
  expect(before).toBeGreaterThan(kills); // had nothing been acknowledged, nothing would have been shown
});
