/** The memory journal: what every journal does, and what tests use it for. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createPluginContext } from "@tillwire/plugin-test";
import { batchOf, journalSuite, readAll, sampleRecords } from "@tillwire/plugin-test/journal";
import type { JournalPlace } from "@tillwire/plugin-test/journal";
import type { JournalContext } from "@tillwire/plugin-api";
import plugin, { createMemoryStore, memoryJournal } from "../src/index.ts";
import type { MemoryStore } from "../src/index.ts";
import { version } from "../src/version.ts";

const context: JournalContext = { ...createPluginContext(), dataFolder: "/nowhere" };

const open = (store: MemoryStore) => memoryJournal(store).open(context, {});

async function makePlace(): Promise<JournalPlace> {
  const store = createMemoryStore();
  return { open: () => open(store), [Symbol.asyncDispose]: async () => undefined };
}

describe("the journal", () => {
  for (const { name, run } of journalSuite({ makePlace })) test(name, run);
});

describe("the plugin", () => {
  test("says what it is", async () => {
    expect(plugin).toMatchObject({ kind: "journal", spec: "journal/v1", id: "memory", virtual: true });
    const { version: published } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect([plugin.version, version]).toEqual([published, published]);
    await using journal = await plugin.open(context, {});
    expect(journal.durability).toBe("none");
  });

  test("takes no settings", async () => {
    expect(await plugin.settings["~standard"].validate({})).toEqual({ value: {} });
    expect(await plugin.settings["~standard"].validate({ file: "x" })).toHaveProperty("issues");
  });
});

describe("the store", () => {
  test("outlives the journal, and shows everything in the order in which it was written", async () => {
    const store = createMemoryStore();
    {
      await using journal = await open(store);
      const [one, two] = [await journal.own("lane-1"), await journal.own("lane-2")];
      await journal.append(batchOf(one, 0, sampleRecords(0, 1)));
      await journal.append(batchOf(two, 0, sampleRecords(1, 1)));
      await journal.append(batchOf(one, 1, sampleRecords(2, 1)));
    }
    expect(store.entries.map(({ stream, index }) => [stream, index])).toEqual([
      ["lane-1", 1],
      ["lane-2", 1],
      ["lane-1", 2],
    ]);
    await using again = await open(store);
    expect(await again.own("lane-1")).toEqual({ stream: "lane-1", generation: 2, lastIndex: 2 });
  });

  test("a copy is what a crash leaves: what was written, and no owner", async () => {
    const store = createMemoryStore();
    const crashed = await open(store);
    const owner = await crashed.own("lane-1");
    await crashed.append(batchOf(owner, 0, sampleRecords(0, 1)));
    const left = store.copy();
    await crashed.append(batchOf(owner, 1, sampleRecords(1, 1)));
    await using journal = await open(left);
    expect(await journal.own("lane-1")).toMatchObject({ generation: 2, lastIndex: 1 });
    expect(store.entries).toHaveLength(2);
    expect(left.entries).toHaveLength(1);
  });

  test("says that room is short, and that it is there again, until it is closed", async () => {
    const store = createMemoryStore();
    const told: string[] = [];
    const journal = await open(store);
    journal.watchRoom((room) => told.push(room));
    expect(told).toEqual(["enough"]);
    const restore = store.runShort();
    const owner = await journal.own("lane-1");
    await journal.append(batchOf(owner, 0, sampleRecords(0, 1))); // what is open goes on
    expect(told).toEqual(["enough", "short"]);
    restore();
    restore();
    expect(told).toEqual(["enough", "short", "enough"]);
    await journal[Symbol.asyncDispose]();
    store.runShort();
    expect(told).toHaveLength(3);
    await using again = await open(store);
    again.watchRoom((room) => told.push(room));
    expect(told.at(-1)).toBe("short");
  });

  test("what was not made here is refused", async () => {
    const own = createMemoryStore();
    await expect(open({ ...own })).rejects.toMatchObject({ code: "INTERNAL" });
  });
});

describe("failing", () => {
  test("the first failed write is the last, and a copy goes on from what was written", async () => {
    const store = createMemoryStore();
    const journal = await open(store);
    const owner = await journal.own("lane-1");
    await journal.append(batchOf(owner, 0, sampleRecords(0, 1)));
    const release = store.holdWrites();
    const results = Promise.allSettled(
      [1, 2, 3].map((index) => journal.append(batchOf(owner, index, sampleRecords(index, 1)))),
    );
    store.failWrites();
    release();
    const failure = { status: "rejected", reason: { code: "JOURNAL_FAILED", effect: "possible" } };
    expect(await results).toMatchObject([failure, failure, failure]);
    await expect(journal.append(batchOf(owner, 1, sampleRecords(1, 1)))).rejects.toMatchObject({
      code: "JOURNAL_FAILED",
    });
    await expect(journal.own("lane-1")).rejects.toMatchObject({ code: "JOURNAL_FAILED" });
    expect(await readAll(journal, "lane-1")).toHaveLength(1);
    await using repaired = await open(store.copy());
    expect(await repaired.own("lane-1")).toMatchObject({ generation: 2, lastIndex: 1 });
    await repaired.append(batchOf({ stream: "lane-1", generation: 2 }, 1, sampleRecords(1, 1)));
  });

  test("writes that are held wait for every hold", async () => {
    const store = createMemoryStore();
    await using journal = await open(store);
    const owner = await journal.own("lane-1");
    const releases = [store.holdWrites(), store.holdWrites()];
    const appended = journal.append(batchOf(owner, 0, sampleRecords(0, 1)));
    releases[0]?.();
    await new Promise(setImmediate);
    expect(store.entries).toEqual([]);
    releases[1]?.();
    await appended;
    expect(store.entries).toHaveLength(1);
  });

  test("what waits is bounded", async () => {
    const store = createMemoryStore();
    await using journal = await open(store);
    const owner = await journal.own("lane-1");
    const release = store.holdWrites();
    const waiting = Array.from({ length: 20_000 }, (_unused, index) =>
      journal.append(batchOf(owner, index, sampleRecords(0, 1))),
    );
    await expect(journal.append(batchOf(owner, 20_000, sampleRecords(0, 1)))).rejects.toMatchObject({
      code: "LIMIT_REACHED",
      effect: "none",
    });
    release();
    await Promise.all(waiting);
    await journal.append(batchOf(owner, 20_000, sampleRecords(0, 1)));
  });
});
