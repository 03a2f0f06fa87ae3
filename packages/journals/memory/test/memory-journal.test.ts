/** The memory journal: what every journal does, and what tests use it for. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRecordingLogger, createSeededRandom, createVirtualClock } from "@tillwire/plugin-test";
import type { JournalContext } from "@tillwire/plugin-api";
import plugin, { createMemoryStore, memoryJournal } from "../src/index.ts";
import type { MemoryStore } from "../src/index.ts";
import { version } from "../src/version.ts";
import { journalSuite } from "./journal-suite.ts";
import { batch, numbered, readAll } from "./records.ts";

const context: JournalContext = {
  signal: new AbortController().signal,
  clock: createVirtualClock(),
  log: createRecordingLogger(),
  random: createSeededRandom(1),
  dataFolder: "/nowhere",
};

const open = (store: MemoryStore) => memoryJournal(store).open(context, {});

journalSuite(
  async () => {
    const store = createMemoryStore();
    return { open: () => open(store), [Symbol.asyncDispose]: async () => undefined };
  },
  { runs: 100 },
);

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
      await journal.append(batch(one, 0, numbered(0, 1)));
      await journal.append(batch(two, 0, numbered(1, 1)));
      await journal.append(batch(one, 1, numbered(2, 1)));
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
    await crashed.append(batch(owner, 0, numbered(0, 1)));
    const left = store.copy();
    await crashed.append(batch(owner, 1, numbered(1, 1)));
    await using journal = await open(left);
    expect(await journal.own("lane-1")).toMatchObject({ generation: 2, lastIndex: 1 });
    expect(store.entries).toHaveLength(2);
    expect(left.entries).toHaveLength(1);
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
    await journal.append(batch(owner, 0, numbered(0, 1)));
    const release = store.holdWrites();
    const results = Promise.allSettled(
      [1, 2, 3].map((index) => journal.append(batch(owner, index, numbered(index, 1)))),
    );
    store.failWrites();
    release();
    const failure = { status: "rejected", reason: { code: "JOURNAL_FAILED", effect: "possible" } };
    expect(await results).toMatchObject([failure, failure, failure]);
    await expect(journal.append(batch(owner, 1, numbered(1, 1)))).rejects.toMatchObject({ code: "JOURNAL_FAILED" });
    await expect(journal.own("lane-1")).rejects.toMatchObject({ code: "JOURNAL_FAILED" });
    expect(await readAll(journal, "lane-1")).toHaveLength(1);
    await using repaired = await open(store.copy());
    expect(await repaired.own("lane-1")).toMatchObject({ generation: 2, lastIndex: 1 });
    await repaired.append(batch({ stream: "lane-1", generation: 2 }, 1, numbered(1, 1)));
  });

  test("writes that are held wait for every hold", async () => {
    const store = createMemoryStore();
    await using journal = await open(store);
    const owner = await journal.own("lane-1");
    const releases = [store.holdWrites(), store.holdWrites()];
    const appended = journal.append(batch(owner, 0, numbered(0, 1)));
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
      journal.append(batch(owner, index, numbered(0, 1))),
    );
    await expect(journal.append(batch(owner, 20_000, numbered(0, 1)))).rejects.toMatchObject({
      code: "LIMIT_REACHED",
      effect: "none",
    });
    release();
    await Promise.all(waiting);
    await journal.append(batch(owner, 20_000, numbered(0, 1)));
  });
});
