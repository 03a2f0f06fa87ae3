import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PosReply } from "@tillwire/plugin-api";
import { createBridge, lane, lanes, limits } from "./support/bridge.ts";
import { connectOpen, get, open } from "./support/connect.ts";
import { settle } from "./support/till.ts";

const never = (): Promise<PosReply> => new Promise(() => undefined);

describe("requests", () => {
  test("are passed on as commands, and answered once each under their ids, in whatever order", async () => {
    const bridge = createBridge();
    const { till } = await connectOpen(bridge);
    const held = Promise.withResolvers<PosReply>();
    bridge.answer = ({ type }) => (type === "payment.get" ? held.promise : lanes);
    await till.sayAll([get(1), { jsonrpc: "2.0", id: "1", method: "lane.list" }]);
    expect(till.answers.slice(1).map(({ id }) => id)).toEqual(["1"]);
    held.resolve(lanes);
    await settle();
    expect(till.answers.slice(1).map(({ id }) => id)).toEqual(["1", 1]);
    expect(bridge.commands).toEqual([
      { type: "lane.list" },
      { type: "payment.get", payment: { key: "order-1042-1" } },
      { type: "lane.list" },
    ]);
  });

  test("that the bridge answers with an error carry it as it is", async () => {
    const bridge = createBridge();
    const { till } = await connectOpen(bridge);
    const error = { code: "LINK_LOST", message: "The device is gone.", effect: "possible", retry: false } as const;
    bridge.answer = () => ({ kind: "error", error });
    await till.say(get(1));
    const { message, ...data } = error;
    expect(till.answers[1]).toMatchObject({ id: 1, error: { code: -32_000, message, data } });
  });

  test("get their one answer even from a bridge that breaks its word, and it is no 'not charged'", async () => {
    const bridge = createBridge();
    const { till } = await connectOpen(bridge);
    bridge.answer = () => Promise.reject(new Error("boom"));
    await till.say(get(1));
    expect(till.answers[1]).toMatchObject({ id: 1, error: { data: { code: "INTERNAL", effect: "possible" } } });
    bridge.answer = () => lanes;
    await till.say(get(1));
    expect(till.answers[2]).toMatchObject({ id: 1, result: {} });
  });

  test("with an id that is still open are refused, and not under that id: its own answer is still to come", async () => {
    const bridge = createBridge();
    const { till } = await connectOpen(bridge);
    const held = Promise.withResolvers<PosReply>();
    bridge.answer = () => held.promise;
    await till.say(get(1));
    const odd = [get(1), { ...get(1), method: "payment.steal" }, { ...get(1), params: [] }, { ...open, id: 1 }];
    for (const message of odd) await till.say(message);
    expect(till.answers.slice(1)).toMatchObject([
      { id: null, error: { data: { code: "REQUEST_INVALID", effect: "none" } } },
      { id: null, error: { data: { code: "METHOD_UNKNOWN" } } },
      { id: null, error: { data: { code: "REQUEST_INVALID" } } },
      { id: null, error: { data: { code: "REQUEST_INVALID" } } },
    ]);
    held.resolve(lanes);
    await settle();
    expect(till.answers.slice(5)).toMatchObject([{ id: 1, result: {} }]);
    expect(bridge.commands.filter(({ type }) => type === "payment.get")).toHaveLength(1);
    await till.say(get(1));
    expect(till.answers.slice(6)).toMatchObject([{ id: 1, result: {} }]);
  });
});

describe("more requests than the limit", () => {
  test("are refused, and taken again once others are answered", async () => {
    const bridge = createBridge();
    const { till } = await connectOpen(bridge);
    const held = Promise.withResolvers<PosReply>();
    bridge.answer = () => held.promise;
    await till.sayAll([1, 2, 3, 4].map(get));
    expect(till.answers.slice(1)).toMatchObject([{ id: 4, error: { data: { code: "LIMIT_REACHED", retry: true } } }]);
    held.resolve(lanes);
    await settle();
    await till.say(get(4));
    expect(till.answers.at(-1)).toMatchObject({ id: 4, result: {} });
    expect(till.closed).toBeUndefined();
  });

  test("again and again close the connection", async () => {
    const bridge = createBridge();
    const { till } = await connectOpen(bridge);
    bridge.answer = never;
    for (let id = 1; id <= limits.requestsInFlight + 99; id += 1) await till.say(get(id));
    expect(till.closed).toBeUndefined();
    await till.say(get("one more"));
    expect(till.closed?.code).toBe(4_003);
    expect(bridge.commands).toHaveLength(1 + limits.requestsInFlight);
    expect(bridge.sessions[0]?.open).toBe(false);
  });

  test("now and then do not, over however long a day", async () => {
    const bridge = createBridge();
    const { till } = await connectOpen(bridge);
    for (let round = 0; round < 20; round += 1) {
      const held = Promise.withResolvers<PosReply>();
      bridge.answer = () => held.promise;
      await till.sayAll(Array.from({ length: 20 }, (_, id) => get(id)));
      held.resolve(lanes);
      await settle();
    }
    expect(till.closed).toBeUndefined();
  });
});

describe("what is no request", () => {
  test("gets a clear error, and the connection goes on", async () => {
    const { till, bridge } = await connectOpen();
    const odd = [
      "",
      "{",
      "[]",
      "null",
      "42",
      '"text"',
      "{}",
      '{"jsonrpc":"2.0","method":"lane.list"}',
      "\u0000",
      "[".repeat(1_900),
    ];
    for (const text of odd) {
      const before = till.answers.length;
      await till.sayText(text);
      expect(till.answers.slice(before), text).toMatchObject([{ id: null, error: { data: { effect: "none" } } }]);
    }
    await till.say(get("last"));
    expect(till.answers.at(-1)).toMatchObject({ id: "last", result: {} });
    expect(bridge.commands).toHaveLength(2);
  });

  test("of any form gets exactly one answer", async () => {
    const { till } = await connectOpen();
    const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
    const id = fc.oneof(fc.integer(), fc.string({ maxLength: 70 }), fc.constant(null));
    const method = fc.constantFrom("payment.sale", "payment.get", "session.open", "lane.list", "nothing");
    const request = fc
      .record({ jsonrpc: fc.constant("2.0"), id, method, params: fc.jsonValue({ maxDepth: 2 }) })
      .map((message) => JSON.stringify(message));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit }), fc.json(), request), async (text) => {
        const before = till.answers.length;
        await till.sayText(text.slice(0, limits.messageBytes / 3));
        expect(till.answers).toHaveLength(before + 1);
      }),
      { numRuns: 200 },
    );
    expect(till.closed).toBeUndefined();
  });

  test("and holds card data is refused without a trace of it", async () => {
    const { till, bridge, logLines } = await connectOpen();
    const digits = "4111111111111111";
    await till.say({ ...get(1), params: { key: digits } });
    await till.say({ ...get(digits) });
    expect(till.answers.slice(1)).toMatchObject([
      { id: 1, error: { data: { code: "CARD_DATA_REFUSED" } } },
      { id: null, error: { data: { code: "CARD_DATA_REFUSED" } } },
    ]);
    expect(JSON.stringify([till.heard, logLines, bridge.commands])).not.toContain(digits);
  });

  test("because it is too large is refused, and the connection closed", async () => {
    const { till } = await connectOpen();
    await till.sayText("x".repeat(limits.messageBytes + 1));
    expect(till.answers[1]).toMatchObject({ id: null, error: { data: { code: "REQUEST_TOO_LARGE" } } });
    expect(till.closed?.code).toBe(1_009);
  });
});

describe("a connection that ends", () => {
  test("closes its session; an answer that comes later is dropped", async () => {
    const bridge = createBridge();
    const { till, logLines } = await connectOpen(bridge);
    const held = Promise.withResolvers<PosReply>();
    bridge.answer = () => held.promise;
    await till.say(get(1));
    await till.hangUp();
    expect(bridge.sessions[0]?.open).toBe(false);
    const heardBefore = till.heard.length;
    held.resolve(lanes);
    bridge.sessions[0]?.notify({ type: "lane.event", lane });
    await settle();
    expect(till.heard).toHaveLength(heardBefore);
    expect(logLines.map(({ event }) => event)).toEqual(["session-opened", "session-closed"]);
  });

  test("leaves others alone", async () => {
    const bridge = createBridge();
    const { till, connect } = await connectOpen(bridge);
    const other = await connect();
    await other.say({ ...open, params: { ...open.params, pos: { name: "till 3" } } });
    await till.hangUp();
    await other.say(get(1));
    expect(other.answers[1]).toMatchObject({ id: 1, result: {} });
    expect(bridge.sessions.map(({ open: isOpen }) => isOpen)).toEqual([false, true]);
  });
});

test("events are passed on in order", async () => {
  const { till, bridge } = await connectOpen();
  const notify = bridge.sessions[0]?.notify;
  notify?.({ type: "lane.event", lane });
  notify?.({ type: "bridge.event", state: "stopping", message: "The bridge is stopping." });
  expect(till.heard.slice(2)).toEqual([
    { jsonrpc: "2.0", method: "lane.event", params: { lane } },
    { jsonrpc: "2.0", method: "bridge.event", params: { state: "stopping", message: "The bridge is stopping." } },
  ]);
});
