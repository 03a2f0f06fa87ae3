import { describe, expect, test } from "vitest";
import { laneId, paymentKey } from "@tillwire/plugin-api";
import type { BridgeEvent } from "@tillwire/plugin-api";
import { createCodec, downgradeResult, upgradeRequest, versionHistory, versionRange } from "../src/index.ts";
import type { ParsedRequest, VersionedRequest, VersionHistory } from "../src/index.ts";
import { approvedPayment } from "./support/payments.ts";

/**
 * Two versions that never were, before today's messages as version 3. Version 1 called a sale `sell`, with its price as
 * text; version 2 named it as today, its price as a number beside the currency. Neither knew of lanes in events.
 */
const history: VersionHistory = {
  newest: 3,
  steps: [
    {
      from: 1,
      upRequest: ({ method, params }) =>
        method === "sell" ? { method: "payment.sale", params: numbered(params) } : { method, params },
      downResult: ({ method, result }) =>
        method === "payment.sale" ? { method: "sell", result: { sold: result["done"] } } : { method, result },
      downNotification: ({ method, params }) => ({ method: method === "sale.event" ? "sell.event" : method, params }),
    },
    {
      from: 2,
      upRequest: ({ method, params }) =>
        method === "payment.sale" ? { method, params: inCents(params) } : { method, params },
      downResult: ({ method, result }) =>
        method === "payment.sale" ? { method, result: { done: Object.hasOwn(result, "payment") } } : { method, result },
      downNotification: ({ method, params }) =>
        method === "payment.event" ? { method: "sale.event", params: { seq: params["seq"] } } : undefined,
    },
  ],
};

type Params = VersionedRequest["params"];

function numbered({ price, ...rest }: Params): Params {
  return { ...rest, price: Number(price) };
}

function inCents({ price, ...rest }: Params): Params {
  return { ...rest, amount: { amountMinor: Math.round(Number(price) * 100), currency: "EUR" } };
}

const sold = { key: "order-1042-1", keyCreatedAt: "2026-11-24T10:15:00Z", lane: "till-1" };
const codecOf = (version: number) => createCodec({ version, history, messageBytesMax: 65_536 });
const parse = (version: number, method: string, params: unknown): ParsedRequest =>
  codecOf(version).parse(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));

describe("a POS of an older version", () => {
  test("asks in its own words, and is understood", () => {
    const amount = { amountMinor: 1_050, currency: "EUR" };
    const asked = { ok: true, request: { command: { type: "payment.sale", amount } } };
    expect(parse(1, "sell", { ...sold, price: "10.50" })).toMatchObject(asked);
    expect(parse(2, "payment.sale", { ...sold, price: 10.5 })).toMatchObject(asked);
    expect(parse(3, "payment.sale", { ...sold, amount })).toMatchObject(asked);
  });

  test("is not understood in the words of another", () => {
    expect(parse(2, "sell", { ...sold, price: "10.50" })).toMatchObject({ error: { code: "METHOD_UNKNOWN" } });
    expect(parse(3, "payment.sale", { ...sold, price: 10.5 })).toMatchObject({ error: { code: "REQUEST_INVALID" } });
  });

  test("is answered in its own words", () => {
    const reply = { kind: "result", result: { payment: approvedPayment } } as const;
    const answer = (version: number) =>
      JSON.parse(codecOf(version).encodeReply({ id: 1, method: "payment.sale" }, reply)) as unknown;
    expect(answer(1)).toEqual({ jsonrpc: "2.0", id: 1, result: { sold: true } });
    expect(answer(2)).toEqual({ jsonrpc: "2.0", id: 1, result: { done: true } });
    expect(answer(3)).toMatchObject({ id: 1, result: { payment: { key: "order-1042-1" } } });
  });

  test("is told what it has a word for, and nothing else", () => {
    const event: BridgeEvent = {
      type: "payment.event",
      event: {
        key: paymentKey("order-1042-1"),
        lane: laneId("till-1"),
        seq: 7,
        at: "2026-11-24T10:15:00.000Z",
        body: { type: "sent" },
      },
    };
    const told = (version: number) => codecOf(version).encodeEvent(event);
    expect(JSON.parse(told(1) ?? "")).toEqual({ jsonrpc: "2.0", method: "sell.event", params: { seq: 7 } });
    expect(JSON.parse(told(2) ?? "")).toEqual({ jsonrpc: "2.0", method: "sale.event", params: { seq: 7 } });
    expect(JSON.parse(told(3) ?? "")).toMatchObject({ method: "payment.event", params: { lane: "till-1" } });
    const stopping = { type: "bridge.event", state: "stopping", message: "Soon." } as const;
    expect(codecOf(2).encodeEvent(stopping)).toBeUndefined();
    expect(codecOf(3).encodeEvent(stopping)).toContain("stopping");
  });

  test("says its version when it opens the session, whatever the connection spoke before", () => {
    const open = (version: unknown) => parse(3, "session.open", { version, pos: { name: "till" } });
    expect(open(1)).toMatchObject({ ok: true, request: { type: "session.open", version: 1 } });
    for (const version of [0, 4, 1_000_000]) {
      const refused = { code: "VERSION_UNSUPPORTED", message: "This bridge speaks versions 1 to 3 of the protocol." };
      expect(open(version)).toMatchObject({ ok: false, id: 1, error: refused });
    }
    for (const version of ["1", 1.5, null, undefined]) {
      expect(open(version)).toMatchObject({ ok: false, error: { code: "REQUEST_INVALID" } });
    }
  });

  test("of a version that never was gets its answer all the same: a newer one has other fields", () => {
    const newer = { version: 2, pos: { name: "till" }, colors: ["blue"] };
    const parsed = createCodec({ messageBytesMax: 65_536 }).parse(
      JSON.stringify({ jsonrpc: "2.0", id: 1, method: "session.open", params: newer }),
    );
    expect(parsed).toMatchObject({ error: { code: "VERSION_UNSUPPORTED" } });
  });
});

describe("a history", () => {
  test("gives the range of versions", () => {
    expect(versionRange(history)).toEqual({ min: 1, max: 3 });
    expect(versionRange()).toEqual({ min: 1, max: 1 });
  });

  test("has no hole: each step leads to the next, the last one to the newest", () => {
    for (const { newest, steps } of [history, versionHistory]) {
      expect(steps.map(({ from }) => from)).toEqual(steps.map((_, index) => newest - steps.length + index));
    }
  });

  test("leaves the newest version as it is", () => {
    const request = { method: "sell", params: { price: "1" } };
    expect(upgradeRequest(request, 3, history)).toBe(request);
    const result = { method: "payment.sale", result: { payment: {} } };
    expect(downgradeResult(result, 3, history)).toBe(result);
  });
});
