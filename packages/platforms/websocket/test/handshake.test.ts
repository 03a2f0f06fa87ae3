import { describe, expect, test } from "vitest";
import { errorData, laneId, paymentId, paymentKey, TillwireError } from "@tillwire/plugin-api";
import type { PaymentView, PosReply } from "@tillwire/plugin-api";
import { notificationSchemas, resultSchemas } from "@tillwire/protocol";
import { createBridge, lane, lanes, limits } from "./support/bridge.ts";
import { connectOpen, get, open, startPlatform } from "./support/connect.ts";
import { settle } from "./support/till.ts";

const unfinished: PaymentView = {
  id: paymentId("pm_0123456789"),
  key: paymentKey("order-1041-1"),
  lane: laneId("till-1"),
  kind: "sale",
  amount: { amountMinor: 2_500, currency: "EUR" },
  state: "unknown",
  questions: [
    {
      questionId: "qn_1",
      question: { kind: "signature", image: { format: "png", bytes: new Uint8Array([1, 2, 255]) } },
      deadlineMs: 30_000,
    },
  ],
  acknowledged: false,
  createdAt: "2026-11-24T10:15:00.000Z",
};

describe("a connection begins", () => {
  test("with hello: versions, limits, a nonce of its own", async () => {
    const { connect } = await startPlatform();
    const [first, second] = [await connect(), await connect()];
    const hello = notificationSchemas["bridge.hello"].parse(first.heard[0]?.params);
    expect(first.heard).toHaveLength(1);
    expect(hello).toMatchObject({
      versions: { min: 1, max: 1 },
      limits,
      bridge: { name: "Front counter", version: "0.0.0", mode: "demo", keyId: "key" },
    });
    expect(hello.nonce).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(second.heard[0]?.params).not.toEqual(first.heard[0]?.params);
  });

  test("with a session: what is open and the lanes", async () => {
    const bridge = createBridge();
    bridge.openPayments = [unfinished];
    const { till, logLines } = await connectOpen(bridge);
    const result = resultSchemas["session.open"].parse(till.answers[0]?.result);
    expect(till.answers[0]?.id).toBe("open");
    expect(result).toMatchObject({ sessionId: "session-1", version: 1, lanes: [lane] });
    expect(result.openPayments[0]?.questions[0]?.question).toMatchObject({ image: { bytesBase64: "AQL/" } });
    expect(bridge.sessions[0]?.pos).toEqual({ name: "till 2", asks: [], display: false, print: false });
    expect(logLines.map(({ event }) => event)).toEqual(["session-opened"]);
  });

  test("with the session's answer before any event, however early that comes", async () => {
    const bridge = createBridge();
    const listed = Promise.withResolvers<PosReply>();
    bridge.answer = () => listed.promise;
    const { till } = await connectOpen(bridge);
    const notify = bridge.sessions[0]?.notify;
    notify?.({ type: "lane.event", lane });
    notify?.({ type: "bridge.event", state: "stopping", message: "Soon." });
    await settle();
    expect(till.heard).toHaveLength(1);
    listed.resolve(lanes);
    await settle();
    notify?.({ type: "lane.event", lane: { ...lane, state: "busy" } });
    expect(till.heard.slice(1).map(({ id, method }) => id ?? method)).toEqual([
      "open",
      "lane.event",
      "bridge.event",
      "lane.event",
    ]);
  });

  test("with the session's answer before any other, should the POS not wait for it", async () => {
    const bridge = createBridge();
    const { connect } = await startPlatform(bridge);
    const till = await connect();
    await till.sayAll([open, get(1), get(2)]);
    expect(till.answers.map(({ id }) => id)).toEqual(["open", 1, 2]);
  });
});

describe("a session is not opened", () => {
  test("by anything else: nothing is passed on before", async () => {
    const { connect, bridge } = await startPlatform();
    const till = await connect();
    await till.say(get(1));
    expect(till.answers).toMatchObject([{ id: 1, error: { data: { code: "SESSION_REQUIRED", retry: true } } }]);
    expect(bridge.sessions).toEqual([]);
    await till.say(open);
    expect(till.answers[1]).toMatchObject({ id: "open", result: { version: 1 } });
  });

  test("twice", async () => {
    const { till, bridge } = await connectOpen();
    await till.say({ ...open, id: "again" });
    expect(till.answers[1]).toMatchObject({ id: "again", error: { data: { code: "REQUEST_INVALID" } } });
    expect(bridge.sessions).toHaveLength(1);
    expect(till.closed).toBeUndefined();
  });

  test.each([0, 2, 99])("in version %i, which the bridge does not speak", async (version) => {
    const { connect, bridge } = await startPlatform();
    const till = await connect();
    await till.say({ ...open, params: { version, pos: { name: "till", color: "blue" } } });
    expect(till.answers).toMatchObject([
      { error: { message: "This bridge speaks version 1 of the protocol.", data: { code: "VERSION_UNSUPPORTED" } } },
    ]);
    expect(till.closed?.code).toBe(4_002);
    expect(bridge.sessions).toEqual([]);
  });

  test("with a key, which this bridge cannot check; without it may be tried again", async () => {
    const { connect } = await startPlatform();
    const till = await connect();
    await till.say({ ...open, params: { ...open.params, keyId: "till-2" } });
    expect(till.answers).toMatchObject([{ error: { data: { code: "PERMISSION_DENIED" } } }]);
    await till.say(open);
    expect(till.answers[1]).toMatchObject({ result: { version: 1 } });
  });

  test("by a bridge for real money, which takes paired POS only", async () => {
    const bridge = createBridge();
    bridge.mode = "live";
    const { till } = await connectOpen(bridge);
    expect(till.answers).toMatchObject([
      { id: "open", error: { data: { code: "PERMISSION_DENIED", effect: "none" } } },
    ]);
    expect(till.closed?.code).toBe(4_002);
    expect(bridge.sessions).toEqual([]);
  });

  test("when the bridge cannot tell its lanes; it says why, and closes", async () => {
    const bridge = createBridge();
    const failed = errorData(new TillwireError("JOURNAL_FAILED", { message: "The disk is full.", effect: "none" }));
    bridge.answer = () => ({ kind: "error", error: failed });
    const { till } = await connectOpen(bridge);
    expect(till.answers).toMatchObject([{ id: "open", error: { data: { code: "JOURNAL_FAILED" } } }]);
    expect(till.closed?.code).toBe(4_002);
    expect(bridge.sessions[0]?.open).toBe(false);
  });

  test("when the bridge breaks its word and throws", async () => {
    const bridge = createBridge();
    bridge.answer = () => Promise.reject(new Error("boom"));
    const { till } = await connectOpen(bridge);
    expect(till.answers).toMatchObject([{ id: "open", error: { data: { code: "INTERNAL", effect: "possible" } } }]);
    expect(till.closed?.code).toBe(4_002);
  });

  test("without bound: a bridge that says too much meanwhile is busy", async () => {
    const bridge = createBridge();
    bridge.answer = () => new Promise(() => undefined);
    const { till } = await connectOpen(bridge);
    for (let count = 0; count <= 1_000; count += 1) bridge.sessions[0]?.notify({ type: "lane.event", lane });
    await settle();
    expect(till.closed?.code).toBe(1_013);
  });
});

describe("the time for it", () => {
  test("is limited", async () => {
    const { connect, clock } = await startPlatform();
    const till = await connect();
    await clock.advance(limits.handshakeMs - 1);
    expect(till.closed).toBeUndefined();
    await clock.advance(1);
    expect(till.answers).toMatchObject([{ id: null, error: { data: { code: "SESSION_REQUIRED" } } }]);
    expect(till.closed?.code).toBe(4_001);
    await till.served;
  });

  test("covers the bridge too; a session that comes too late is closed again", async () => {
    const bridge = createBridge();
    const listed = Promise.withResolvers<PosReply>();
    bridge.answer = () => listed.promise;
    const { till, clock } = await connectOpen(bridge);
    await clock.advance(limits.handshakeMs);
    expect(till.closed?.code).toBe(4_001);
    listed.resolve(lanes);
    await settle();
    expect(bridge.sessions[0]?.open).toBe(false);
    expect(till.answers.map(({ id }) => id)).toEqual([null]);
  });

  test("is over for messages that were on their way when the connection was closed", async () => {
    const bridge = createBridge();
    const { connect } = await startPlatform(bridge);
    const till = await connect();
    await till.sayAll([{ ...open, params: { ...open.params, version: 9 } }, open, get(1)]);
    expect(till.closed?.code).toBe(4_002);
    expect(bridge.sessions).toEqual([]);
  });

  test("ends with the session and with the connection: nobody waits for it then", async () => {
    const { till, clock, connect } = await connectOpen();
    await clock.advance(limits.handshakeMs * 10);
    expect(till.closed).toBeUndefined();
    const other = await connect();
    await other.hangUp();
    await other.served;
    expect(clock.pending).toBe(0);
  });
});
