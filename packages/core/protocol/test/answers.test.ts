import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCatalog, errorData, laneId, paymentKey, TillwireError } from "@tillwire/plugin-api";
import type { BridgeEvent, ErrorCode, PaymentView } from "@tillwire/plugin-api";
import {
  encodeError,
  encodeEvent,
  encodeHello,
  encodeReply,
  encodeSession,
  errorMessageSchema,
  notificationSchemas,
  onWire,
  resultSchemas,
} from "../src/index.ts";
import { notificationExamples } from "../documents/examples/notifications.ts";
import { approvedPayment } from "./support/payments.ts";

const read = (text: string) => JSON.parse(text) as Record<string, unknown>;
const asking: PaymentView = {
  ...approvedPayment,
  questions: [
    {
      questionId: "qn_1",
      question: { kind: "signature", image: { format: "png", bytes: new Uint8Array([1, 2, 255]) } },
      deadlineMs: 30_000,
    },
  ],
};

describe("an answer", () => {
  test("carries the request's id and the result", () => {
    const text = encodeReply("a", { kind: "result", result: { cancel: "canceling" } });
    expect(read(text)).toEqual({ jsonrpc: "2.0", id: "a", result: { cancel: "canceling" } });
    const { result } = read(encodeReply(7, { kind: "result", result: { payment: approvedPayment } }));
    expect(resultSchemas["payment.sale"].parse(result)).toEqual({ payment: approvedPayment });
  });

  test("carries bytes as base64, and says so in their name", () => {
    const text = encodeReply(1, { kind: "result", result: { payment: asking } });
    expect(text).toContain('"image":{"format":"png","bytesBase64":"AQL/"}');
    resultSchemas["payment.get"].parse(read(text)["result"]);
  });

  test("to session.open carries what is open, bytes included", () => {
    const opened = { sessionId: "ps_1", version: 1, openPayments: [asking], lanes: [] };
    const text = encodeSession("open", opened);
    expect(text).toContain('"bytesBase64":"AQL/"');
    resultSchemas["session.open"].parse(read(text)["result"]);
    expect(encodeSession("open", onWire(opened))).toBe(text);
  });

  test("that is an error carries the catalog's code, the effect, and whether to try again", () => {
    const error = errorData(new TillwireError("LANE_BUSY", { message: "Busy.", effect: "none" }));
    expect(errorMessageSchema.parse(read(encodeReply(1, { kind: "error", error }))["error"])).toEqual({
      code: -32_000,
      message: "Busy.",
      data: { code: "LANE_BUSY", effect: "none", retry: true },
    });
    expect(read(encodeError(null, error))).toMatchObject({ id: null });
    expect(read(encodeError(1, error, -32_700))).toMatchObject({
      error: { code: -32_700, data: { code: "LANE_BUSY" } },
    });
  });

  test("can be any error of the catalog, each with a number that JSON-RPC has for such errors", () => {
    for (const code of Object.keys(errorCatalog) as ErrorCode[]) {
      const error = errorData(new TillwireError(code, { message: "x", effect: "possible" }));
      const message = errorMessageSchema.parse(read(encodeError(1, error))["error"]);
      expect(message.data).toEqual({ code, effect: "possible", retry: false });
      expect([-32_000, -32_600, -32_601, -32_602, -32_603]).toContain(message.code);
    }
  });
});

describe("what the bridge tells", () => {
  test("is a notification without id", () => {
    const event: BridgeEvent = {
      type: "payment.event",
      event: {
        key: paymentKey("order-1042-1"),
        lane: laneId("till-1"),
        seq: 1,
        at: "2026-11-24T10:15:00.000Z",
        body: { type: "completed", payment: asking },
      },
    };
    const message = read(encodeEvent(event));
    expect(Object.keys(message)).toEqual(["jsonrpc", "method", "params"]);
    expect(message["method"]).toBe("payment.event");
    notificationSchemas["payment.event"].parse(message["params"]);
    expect(encodeEvent(onWire(event))).toBe(encodeEvent(event));
  });

  test("begins with hello", () => {
    const hello = notificationExamples["bridge.hello"];
    expect(read(encodeHello(hello))).toEqual({ jsonrpc: "2.0", method: "bridge.hello", params: hello });
  });
});

describe("values on the wire", () => {
  test("keep everything but bytes, which come back from base64", () => {
    const value = fc.record({
      bytes: fc.uint8Array(),
      list: fc.array(fc.record({ raw: fc.uint8Array() })),
      rest: fc.jsonValue(),
    });
    fc.assert(
      fc.property(value, (original) => {
        const { bytesBase64, list, rest } = onWire(original);
        expect(new Uint8Array(Buffer.from(bytesBase64, "base64"))).toEqual(original.bytes);
        expect(list.map(({ rawBase64 }) => Buffer.from(rawBase64, "base64").length)).toEqual(
          original.list.map(({ raw }) => raw.length),
        );
        expect(rest).toEqual(original.rest);
      }),
    );
  });
});
