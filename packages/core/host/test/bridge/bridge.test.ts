import { describe, expect, test } from "vitest";
import { createMemoryStore } from "@tillwire/journal-memory";
import type { MemoryStore } from "@tillwire/journal-memory";
import { laneOf, openPos, paymentEvents, ready, runBridge, runBridgeWith, saleOf, until } from "./harness.ts";
import { approvalOf, approve, createScript } from "./scripted-terminal.ts";

const recordTypes = (store: MemoryStore) => store.entries.map(({ type }) => type);

test.each([
  [{}, "Tillwire"],
  [{ name: "Front counter" }, "Front counter"],
])("platforms are told who the bridge is, with %o", async (named, name) => {
  const lanes = { "till-1": laneOf(createScript()) };
  await using running = await runBridgeWith(createMemoryStore(), { ...named, lanes });
  expect(running.port.describe()).toMatchObject({ name, version: "0.0.0", mode: "demo" });
});

test("a journal that runs short of room: nothing new is taken, what is open ends, and then it goes on", async () => {
  const store = createMemoryStore();
  const { promise: go, resolve: letGo } = Promise.withResolvers<void>();
  const script = createScript(async (...call) => {
    await go;
    return await approve(...call);
  });
  await using running = await runBridge(store, script);
  await ready(running);
  const { session } = openPos(running.port);
  const open = session.request(saleOf("order-0001"));
  await until(() => recordTypes(store).includes("sent"));
  const restore = store.runShort();
  expect(await session.request(saleOf("order-0002"))).toMatchObject({
    kind: "error",
    error: { code: "STORAGE_LOW", effect: "none", retry: true },
  });
  letGo();
  expect(await open).toMatchObject({ kind: "result", result: { payment: { outcome: { kind: "approved" } } } });
  expect(running.bridge.status().lanes).toMatchObject([{ state: "paused" }]);
  restore();
  expect(await session.request(saleOf("order-0002"))).toMatchObject({ kind: "result" });
});

test("a bridge that starts short of room takes nothing until there is more", async () => {
  const store = createMemoryStore();
  store.runShort();
  await using running = await runBridge(store, createScript());
  await until(() => running.bridge.status().lanes.every(({ state }) => state === "paused"));
  const { session } = openPos(running.port);
  expect(await session.request(saleOf("order-0001"))).toMatchObject({ kind: "error", error: { code: "STORAGE_LOW" } });
  expect(store.entries.filter(({ type }) => type === "intent")).toEqual([]);
});

describe("a sale", () => {
  test("is written down before it is sent, and before it is told", async () => {
    const store = createMemoryStore();
    const script = createScript(async (context, request, signal) => {
      expect(recordTypes(store)).toEqual(["numbers", "intent", "sent"]);
      const outcome = await approve(context, request, signal);
      expect(recordTypes(store)).toContain("settled");
      return outcome;
    });
    await using running = await runBridge(store, script);
    await ready(running);
    const { session, events } = openPos(running.port);
    const reply = await session.request(saleOf("order-0001"));
    expect(recordTypes(store).at(-1)).toBe("outcome");
    expect(reply).toMatchObject({
      kind: "result",
      result: { payment: { state: "final", outcome: { kind: "approved" }, recoveryLevel: "B", acknowledged: false } },
    });
    const bodies = paymentEvents(events);
    expect(bodies.map(({ body }) => body.type)).toEqual(["accepted", "sent", "online-answered", "completed"]);
    const numbers = bodies.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  });

  test("with the same key is the same payment; another request under it runs nothing", async () => {
    const store = createMemoryStore();
    const script = createScript();
    await using running = await runBridge(store, script);
    await ready(running);
    const { session } = openPos(running.port);
    const [first, again] = await Promise.all([
      session.request(saleOf("order-0002")),
      session.request(saleOf("order-0002")),
    ]);
    expect(again).toEqual(first);
    expect(await session.request(saleOf("order-0002", 2_000))).toMatchObject({
      kind: "error",
      error: { code: "KEY_REUSED" },
    });
    expect(script.received.filter(({ what }) => what === "sale")).toHaveLength(1);
  });

  test("whose plugin throws something unforeseen is unknown, and is looked up", async () => {
    const store = createMemoryStore();
    const script = createScript(() => Promise.reject(new RangeError("a defect")));
    script.lookup = async () => ({ kind: "found", outcome: { kind: "declined", reason: "insufficient-funds" } });
    await using running = await runBridge(store, script);
    await ready(running);
    const reply = await openPos(running.port).session.request(saleOf("order-0003"));
    expect(reply).toMatchObject({ result: { payment: { outcome: { kind: "declined" } } } });
    expect(script.received.map(({ what }) => what)).toEqual(["sale", "lookup"]);
  });

  test("that takes too long answers unknown, and is resolved by event", async () => {
    const store = createMemoryStore();
    const held = Promise.withResolvers<void>();
    const script = createScript(async (context, request, signal) => {
      await held.promise;
      return await approve(context, request, signal);
    });
    await using running = await runBridge(store, script, { answerWithinMs: 100 });
    await ready(running);
    const { session, events } = openPos(running.port);
    expect(await session.request(saleOf("order-0004"))).toMatchObject({ result: { payment: { state: "unknown" } } });
    held.resolve();
    await until(() => events.some((event) => event.type === "payment.event" && event.event.body.type === "resolved"));
  });
});

describe("a restart", () => {
  test("in the middle of a sale looks it up, and keeps the approval for a POS that asks", async () => {
    const [store, ended] = [createMemoryStore(), Promise.withResolvers<void>()];
    const first = createScript(async () => {
      await ended.promise;
      return { kind: "unknown", code: "LINK_LOST", message: "The connection broke." };
    });
    await using before = await runBridge(store, first);
    await ready(before);
    void openPos(before.port).session.request(saleOf("order-0005"));
    await until(() => first.received.length === 1);
    const crashed = store.copy(); // what a crash at this moment leaves
    ended.resolve();

    const script = createScript();
    const { amount } = saleOf("order-0005");
    const outcome = approvalOf({ amount });
    script.lookup = async () => ({ kind: "found", outcome });
    await using running = await runBridge(crashed, script);
    await ready(running);
    const { session } = openPos(running.port);
    expect(session.openPayments).toMatchObject([{ key: "order-0005", state: "unknown" }]);
    const reply = await session.request({ type: "payment.get", payment: { key: saleOf("order-0005").key } });
    expect(reply.kind).toBe("result");
    await until(async () => {
      const now = await session.request({ type: "payment.get", payment: { key: saleOf("order-0005").key } });
      return now.kind === "result" && now.result.payment.outcome?.kind === "approved";
    });
    expect(script.received.map(({ what }) => what)).toEqual(["lookup"]);
  });
});

describe("a journal that fails", () => {
  test("stops the bridge: nothing is sent, everybody gets an answer, nothing new is taken", async () => {
    const store = createMemoryStore();
    const script = createScript();
    await using running = await runBridge(store, script);
    await ready(running);
    const { session, events } = openPos(running.port);
    store.failWrites();
    expect(await session.request(saleOf("order-0006"))).toMatchObject({ error: { code: "JOURNAL_FAILED" } });
    expect(script.received).toEqual([]);
    expect(await session.request(saleOf("order-0007"))).toMatchObject({ error: { code: "JOURNAL_FAILED" } });
    expect(await running.bridge.stopped).toMatchObject({ code: "JOURNAL_FAILED" });
    expect(events.at(-1)).toMatchObject({ type: "bridge.event", state: "failed" });
  });

  test("in the middle lets nothing be told that is not on disk", async () => {
    const store = createMemoryStore();
    const script = createScript(async (context, request, signal) => {
      store.failWrites(); // the approval cannot be written down
      return await approve(context, request, signal);
    });
    await using running = await runBridge(store, script);
    await ready(running);
    const { session } = openPos(running.port);
    expect(await session.request(saleOf("order-0008"))).toMatchObject({
      error: { code: "JOURNAL_FAILED", effect: "possible" },
    });
    expect(recordTypes(store)).toEqual(["numbers", "intent", "sent"]);
  });
});
