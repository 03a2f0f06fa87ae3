/** What every journal does, done on a SQLite file; and what the plugin says about itself. */
import { readFileSync, statSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import plugin from "../src/index.ts";
import { version } from "../src/version.ts";
import { batchOf, journalSuite, sampleRecords } from "@tillwire/plugin-test/journal";
import { makePlace } from "./support/place.ts";

// Real disks and threads, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000 });

describe("the journal", () => {
  for (const { name, run } of journalSuite({ makePlace: async () => makePlace(), runs: 10 })) test(name, run);
});

describe("the plugin", () => {
  test("says what it is", async () => {
    const { version: published } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(plugin).toMatchObject({ kind: "journal", spec: "journal/v1", id: "sqlite", version });
    expect(version).toBe(published);
    expect(plugin.virtual).toBeUndefined();
    await using place = makePlace();
    await using journal = await place.open();
    expect(journal.durability).toBe("power-loss");
  });

  test("its settings have defaults, and refuse what is not a plain file name", async () => {
    const validate = plugin.settings["~standard"].validate;
    expect(await validate({})).toEqual({ value: { file: "journal.sqlite", reserveBytes: 16 * 1024 * 1024 } });
    for (const file of ["", "../journal", "a/b", "a\\b", ".hidden", "x".repeat(101), 7]) {
      expect(await validate({ file }), String(file)).toHaveProperty("issues");
    }
    for (const reserveBytes of [-1, 0.5, 2 ** 31, "16"]) {
      expect(await validate({ reserveBytes }), String(reserveBytes)).toHaveProperty("issues");
    }
    expect(await validate({ path: "x" })).toHaveProperty("issues");
  });
});

describe("limits", () => {
  test("a name that SQLite would not keep is refused, and the journal goes on", async () => {
    await using place = makePlace();
    await using journal = await place.open();
    const owner = await journal.own("lane-1");
    for (const name of ["", "x".repeat(201), "a\0b", "half \uD83D"]) {
      await expect(journal.own(name)).rejects.toMatchObject({ code: "INTERNAL" });
      const record = { type: name, at: 1, data: null };
      await expect(journal.append(batchOf(owner, 0, [record]))).rejects.toMatchObject({ code: "INTERNAL" });
    }
    const timeless = { type: "intent", at: Number.NaN, data: null };
    await expect(journal.append(batchOf(owner, 0, [timeless]))).rejects.toMatchObject({ code: "INTERNAL" });
    await journal.append(batchOf(owner, 0, sampleRecords(0, 1)));
  });

  test("more batches than may wait are refused, and what waits is written", async () => {
    await using place = makePlace();
    await using journal = await place.open();
    const owner = await journal.own("lane-1");
    const waiting = Array.from({ length: 20_000 }, (_unused, index) =>
      journal.append(batchOf(owner, index, sampleRecords(0, 1))),
    );
    await expect(journal.append(batchOf(owner, 20_000, sampleRecords(0, 1)))).rejects.toMatchObject({
      code: "LIMIT_REACHED",
      effect: "none",
    });
    await Promise.all(waiting);
    await journal.append(batchOf(owner, 20_000, sampleRecords(0, 1)));
  });

  test("more bytes than may wait are refused, and the journal goes on", async () => {
    await using place = makePlace();
    await using journal = await place.open();
    const owner = await journal.own("lane-1");
    const large = { type: "large", at: 1, data: "x".repeat(64 * 1024 * 1024) };
    await expect(journal.append(batchOf(owner, 0, [large]))).rejects.toMatchObject({ code: "LIMIT_REACHED" });
    await journal.append(batchOf(owner, 0, sampleRecords(0, 1)));
  });

  test("the write-ahead log stays small under steady load", async () => {
    await using place = makePlace();
    await using journal = await place.open();
    const owner = await journal.own("lane-1");
    const record = { type: "intent", at: 1, data: "x".repeat(50_000) };
    let largestBytes = 0;
    for (let index = 0; index < 300; index += 1) {
      await journal.append(batchOf(owner, index, [record]));
      largestBytes = Math.max(largestBytes, statSync(`${place.file}-wal`).size);
    }
    expect(largestBytes).toBeGreaterThan(1024 * 1024);
    expect(largestBytes).toBeLessThan(10 * 1024 * 1024); // 15 MB were written
  });

  test("a checkpoint follows when nothing is written for a moment", async () => {
    await using place = makePlace();
    await using journal = await place.open();
    const owner = await journal.own("lane-1");
    await journal.append(batchOf(owner, 0, [{ type: "intent", at: 1, data: "find me" }]));
    expect(readFileSync(place.file).includes("find me")).toBe(false);
    await expect.poll(() => readFileSync(place.file).includes("find me"), { timeout: 5_000 }).toBe(true);
  });
});
