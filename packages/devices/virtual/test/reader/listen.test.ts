/** The reader as its process runs it: over TCP, with its state in a file. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileReaderStore, listenVirtualReader } from "../../src/virtual/index.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "virtual-reader-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("listens, keeps its state, and lets nobody else have it", async () => {
  const stateFile = join(folder, "reader.json");
  {
    await using listening = await listenVirtualReader({ stateFile });
    expect(listening.port).toBeGreaterThan(0);
    expect(listening.reader.reachable).toBe(true);
    await expect(listenVirtualReader({ stateFile })).rejects.toMatchObject({ code: "OWNED_ELSEWHERE" });
  }
  expect(JSON.parse(await readFile(stateFile, "utf8"))).toMatchObject({ keyCounter: 0, sequence: 0 });
});

test("a port that is taken is said to be", async () => {
  await using first = await listenVirtualReader({ stateFile: join(folder, "one.json") });
  const second = listenVirtualReader({ stateFile: join(folder, "two.json"), port: first.port });
  await expect(second).rejects.toMatchObject({ code: "PORT_TAKEN", effect: "none" });
});

test("a state that cannot be read stops the reader: its keys would repeat", async () => {
  const stateFile = join(folder, "reader.json");
  for (const text of ["", "{}", '{"keyCounter":"1"}', "null"]) {
    await writeFile(stateFile, text);
    await expect(listenVirtualReader({ stateFile })).rejects.toMatchObject({ code: "STORAGE_UNUSABLE" });
  }
});

test("what was written is read", async () => {
  const store = fileReaderStore(join(folder, "reader.json"));
  expect(await store.read()).toEqual({ keyCounter: 0, sequence: 0, cards: {} });
  await store.write({ keyCounter: 5, sequence: 7, cards: {} });
  expect(await store.read()).toEqual({ keyCounter: 5, sequence: 7, cards: {} });
  await expect(
    fileReaderStore(join(folder, "no", "such.json")).write({ keyCounter: 1, sequence: 1, cards: {} }),
  ).rejects.toMatchObject({ code: "STORAGE_UNUSABLE" });
});
