/** A start that is not possible: it says why, and leaves nothing behind that would be in the way of the next one. */
import type { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";
import { createMemoryStore, memoryJournal } from "@tillwire/journal-memory";
import type { MemoryStore } from "@tillwire/journal-memory";
import { defineJournal, definePlatform, TillwireError } from "@tillwire/plugin-api";
import type { Durability, EmvParameterSet, ErrorCode, LookupResult, ServerProvider } from "@tillwire/plugin-api";
import { z } from "zod";
import { OptionsError } from "../../src/index.ts";
import type { BridgeOptions, LaneOptions } from "../../src/index.ts";
import { laneOf, noServer, openPos, ready, runBridgeWith, saleOf, until } from "./harness.ts";
import { createScript, scriptedTerminal } from "./scripted-terminal.ts";

const oneLane = () => ({ "till-1": laneOf(createScript()) });

/** The same terminal, as if it moved real money. */
function realLane(): LaneOptions {
  return { terminal: { plugin: Object.freeze({ ...scriptedTerminal(createScript()), virtual: false }) } };
}

/** The memory journal with the durability of another. */
function journalThat(durability: Durability, store: MemoryStore) {
  const { open, settings, id, displayName, version } = memoryJournal(store);
  return defineJournal({
    id,
    displayName,
    version,
    settings,
    open: async (context) => ({ ...(await open(context, {})), durability }),
  });
}

const listening = { host: "127.0.0.1", port: 0, origins: [], hostNames: ["127.0.0.1"] };

function fails(code: ErrorCode, message: string): () => Promise<never> {
  return () => Promise.reject(new TillwireError(code, { message, effect: "none" }));
}

describe("demo mode", () => {
  test("refuses a device that is not virtual, by the name of its lane", async () => {
    const store = createMemoryStore();
    const lanes = { ...oneLane(), "till-2": realLane() };
    await expect(runBridgeWith(store, { lanes })).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
      effect: "none",
      message: "Lane till-2: demo mode runs virtual devices only, and Scripted terminal is a real one.",
    });
    expect(store.entries).toEqual([]);
  });

  test("refuses a plugin that says nothing of being virtual", async () => {
    const { virtual: _, ...silent } = scriptedTerminal(createScript());
    const lanes = { "till-1": { terminal: { plugin: Object.freeze(silent) } } };
    await expect(runBridgeWith(createMemoryStore(), { lanes })).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  });
});

describe("options that are wrong", () => {
  /** The same plugin, as if somebody had written nonsense into its settings. */
  const nonsense = { prot: 1 };

  test.each<[string, (store: MemoryStore) => Partial<BridgeOptions>, readonly (string | number)[], string]>([
    [
      "a lane's settings",
      () => ({ lanes: { "till-1": { terminal: { ...laneOf(createScript()).terminal, settings: nonsense } } } }),
      ["lanes", "till-1", "terminal", "settings", "prot"],
      "Lane till-1: Settings of scripted: prot is not known: nothing is taken here",
    ],
    [
      "the journal's settings",
      (store) => ({ journal: { plugin: memoryJournal(store), settings: nonsense } }),
      ["journal", "settings", "prot"],
      "Settings of memory: prot is not known: nothing is taken here",
    ],
    [
      "a platform",
      (store) => ({ platforms: [{ plugin: memoryJournal(store) }] }),
      ["platforms", 0],
      "The configuration wants a platform plugin, but The plugin given as a value is a journal. Name it where its kind belongs.",
    ],
    [
      "where to listen",
      () => ({ server: { ...listening, open: fails("SETTINGS_INVALID", "No such address.") } }),
      ["server"],
      "No such address.",
    ],
  ])("(%s) are refused with their place in them", async (_, options, path, message) => {
    const store = createMemoryStore();
    const starting = runBridgeWith(store, { lanes: oneLane(), ...options(store) });
    await expect(starting).rejects.toMatchObject({ code: "SETTINGS_INVALID", message, problems: [{ path, message }] });
    await expect(starting).rejects.toBeInstanceOf(OptionsError);
  });
});

describe("a lane that cannot be prepared", () => {
  /** Threads that are started from now on. A thread that has ended has the number -1. */
  function watchThreads(): readonly Worker[] {
    const threads: Worker[] = [];
    const seen = (thread: Worker): void => void threads.push(thread);
    process.on("worker", seen);
    onTestFinished(() => void process.off("worker", seen));
    return threads;
  }

  const plugin = (name: string) => ({ module: new URL(`../plugins/${name}.ts`, import.meta.url).href });

  test("leaves no thread of the lanes before it behind", async () => {
    const threads = watchThreads();
    const lanes = { "till-1": { terminal: plugin("echo") }, "till-2": { terminal: plugin("not-there") } };
    await expect(runBridgeWith(createMemoryStore(), { lanes })).rejects.toMatchObject({ code: "PLUGIN_FAILED" });
    expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1]);
  });

  test("leaves no thread of its own behind when its EMV parameters are senseless", async () => {
    const threads = watchThreads();
    const emvParameters = { version: 1 } as unknown as EmvParameterSet; // as a program without types may hand it over
    const reader = { ...plugin("faulty-reader"), settings: {} };
    const gateway = { ...plugin("plain-gateway"), settings: { port: 1 } };
    const lanes = { "till-1": { reader, gateway, emvParameters } };
    await expect(runBridgeWith(createMemoryStore(), { lanes })).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
    expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1]);
  });
});

describe("live mode", () => {
  test.each(["none", "process-crash"] as const)("refuses a journal whose durability is %s", async (durability) => {
    const store = createMemoryStore();
    const journal = { plugin: journalThat(durability, store) };
    const starting = runBridgeWith(store, { mode: "live", lanes: { "till-1": realLane() }, journal });
    await expect(starting).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
    await using running = await runBridgeWith(store, { lanes: oneLane() }); // the journal was let go
    await ready(running);
  });

  test("takes a real device with a journal that survives loss of power", async () => {
    const store = createMemoryStore();
    const journal = { plugin: journalThat("power-loss", store) };
    await using running = await runBridgeWith(store, { mode: "live", lanes: { "till-1": realLane() }, journal });
    await ready(running);
    expect(running.bridge.status().mode).toBe("live");
  });
});

describe("a lane that is not configured any more", () => {
  test("stops the start while it has an open payment, and not after", async () => {
    const store = createMemoryStore();
    const script = createScript(async () => ({ kind: "unknown", code: "LINK_LOST", message: "The connection broke." }));
    const found = Promise.withResolvers<LookupResult>();
    script.lookup = () => found.promise;
    await using before = await runBridgeWith(store, { lanes: { "till-1": laneOf(script) } });
    await ready(before);
    void openPos(before.port).session.request(saleOf("order-0401"));
    await until(() => script.received.length === 2);
    const crashed = store.copy(); // what a crash at this moment leaves
    found.resolve({ kind: "not-found" });

    const other = { "till-9": laneOf(createScript()) };
    await expect(runBridgeWith(crashed, { lanes: other })).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
      message: expect.stringContaining("till-1") as string,
    });

    const settles = createScript();
    settles.lookup = async () => ({ kind: "found", outcome: { kind: "declined", reason: "unspecified" } });
    const settling = await runBridgeWith(crashed, { lanes: { "till-1": laneOf(settles) } });
    await until(() => settling.bridge.status().openPayments === 0);
    await settling[Symbol.asyncDispose]();
    await using after = await runBridgeWith(crashed, { lanes: other });
    expect(after.bridge.status().lanes.map(({ lane }) => lane)).toEqual(["till-9"]);
  });
});

describe("what is opened first is closed again, when the start fails", () => {
  const taken: ServerProvider = fails("PORT_TAKEN", "Another program listens on 127.0.0.1:7455.");

  test("at a port that is taken", async () => {
    const store = createMemoryStore();
    let touched = 0;
    const terminal = scriptedTerminal(createScript());
    const open: typeof terminal.open = (context, settings) => {
      touched += 1;
      return terminal.open(context, settings);
    };
    const lanes = { "till-1": { terminal: { plugin: Object.freeze({ ...terminal, open }) } } };
    const starting = runBridgeWith(store, { lanes, server: { ...listening, open: taken } });
    await expect(starting).rejects.toMatchObject({ code: "PORT_TAKEN" });
    expect(touched).toBe(0);
    await using again = await runBridgeWith(store, { lanes: oneLane() }); // refused, if the journal were still owned
    await ready(again);
  });

  test("at a platform that does not start: the listener is closed too", async () => {
    const store = createMemoryStore();
    let closed = 0;
    const open: ServerProvider = async (options) => {
      const server = await noServer(options);
      return { ...server, [Symbol.asyncDispose]: async () => void (closed += 1) };
    };
    const failing = definePlatform({
      id: "failing",
      displayName: "Failing",
      version: "1.0.0",
      settings: z.strictObject({}),
      start: fails("SETTINGS_INVALID", "This platform never starts."),
    });
    const start = { lanes: oneLane(), server: { ...listening, open }, platforms: [{ plugin: failing }] };
    await expect(runBridgeWith(store, start)).rejects.toMatchObject({ message: "This platform never starts." });
    expect(closed).toBe(1);
    await using again = await runBridgeWith(store, { lanes: oneLane() });
    await ready(again);
  });

  test("at a journal that somebody else has", async () => {
    const store = createMemoryStore();
    await using first = await runBridgeWith(store, { lanes: oneLane() });
    await expect(runBridgeWith(store, { lanes: oneLane() })).rejects.toMatchObject({ code: "OWNED_ELSEWHERE" });
    await ready(first);
    const sold = await openPos(first.port).session.request(saleOf("order-0402"));
    expect(sold).toMatchObject({ result: { payment: { outcome: { kind: "approved" } } } });
  });
});
