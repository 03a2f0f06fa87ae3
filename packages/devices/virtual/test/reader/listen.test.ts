/** The reader as its process runs it: over TCP, with its state in a file. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@tillwire/bytes";
import tcp from "@tillwire/link-tcp";
import type { LinkAddress } from "@tillwire/plugin-api";
import { createDeviceContext } from "@tillwire/plugin-test";
import { afterEach, beforeEach, expect, test } from "vitest";
import plugin from "../../src/reader.ts";
import { readerSettingsSchema } from "../../src/reader-plugin/settings.ts";
import { fileReaderStore, listenVirtualReader, parametersHash, sandboxParameters } from "../../src/virtual/index.ts";
import { systemClock } from "../../src/virtual/shell/system-clock.ts";
import { saleRead } from "../support/counter.ts";

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

test("reads a card over TCP, and keeps counter, parameters and the card's memory in its file", async () => {
  const stateFile = join(folder, "reader.json");
  const serialNumbers: string[] = [];
  for (let start = 0; start < 2; start += 1) {
    const pacing = { presentMs: 0, pinMs: 0, processMs: 0 };
    await using listening = await listenVirtualReader({ stateFile, settings: { pacing } });
    const { signal } = new AbortController();
    const connect = async (address: LinkAddress, stop = signal) => await tcp.open(address, stop);
    const context = createDeviceContext({ connect: connect as never });
    const settings = readerSettingsSchema.parse({ port: listening.port });
    await using session = await plugin.open({ ...context, clock: systemClock }, settings);
    if (start === 0) await session.loadParameters(sandboxParameters, signal);
    expect(await session.parametersHash(signal)).toBe(parametersHash(sandboxParameters));
    const result = await session.read(saleRead, signal);
    if (result.kind !== "online-completion") throw new Error("It was not read.");
    serialNumbers.push(toHex(result.card.encrypted[0]?.key.keySerialNumber ?? new Uint8Array(0)));
    const { transactionId } = result;
    const answer = { verdict: "declined", responseCode: "05" } as const;
    expect(await session.finish({ transactionId, answer }, signal)).toMatchObject({ accepted: false });
  }
  expect(serialNumbers).toEqual(["FFFF9876543210E00001", "FFFF9876543210E00002"]);
  expect(JSON.parse(await readFile(stateFile, "utf8"))).toMatchObject({
    keyCounter: 2,
    sequence: 2,
    cards: { synthetic: [{ atc: 2 }] },
  });
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
