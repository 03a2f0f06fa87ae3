import { describe, expect, test } from "vitest";
import { errorData, laneId, paymentKey, TillwireError } from "@tillwire/plugin-api";
import { encodeError, encodeEvent, encodeReply, errorMessageSchema, notificationSchemas } from "../src/index.ts";

describe("answers", () => {
  test("carry the request's id and the result as it is", () => {
    const text = encodeReply("a", { kind: "result", result: { cancel: "canceling" } });
    expect(JSON.parse(text)).toEqual({ jsonrpc: "2.0", id: "a", result: { cancel: "canceling" } });
  });

  test("that are errors carry the catalog's code, the effect, and whether to try again", () => {
    const error = errorData(new TillwireError("LANE_BUSY", { message: "Busy.", effect: "none" }));
    const message = JSON.parse(encodeReply(1, { kind: "error", error })) as { error: unknown };
    expect(errorMessageSchema.parse(message.error)).toEqual({
      code: -32_000,
      message: "Busy.",
      data: { code: "LANE_BUSY", effect: "none", retry: true },
    });
    expect(JSON.parse(encodeError(null, error))).toMatchObject({ id: null });
  });
});

describe("events", () => {
  test("carry bytes as base64", () => {
    const question = { kind: "signature", image: { format: "png", bytes: new Uint8Array([1, 2, 255]) } } as const;
    const text = encodeEvent({
      type: "payment.event",
      event: {
        key: paymentKey("order-1042-1"),
        lane: laneId("till-1"),
        seq: 1,
        at: "2026-11-24T10:15:00.000Z",
        body: { type: "question", question: { questionId: "qn_1", question, deadlineMs: 30_000 } },
      },
    });
    const message = JSON.parse(text) as { method: string; params: unknown };
    expect(message.method).toBe("payment.event");
    notificationSchemas["payment.event"].parse(message.params);
    expect(text).toContain('"bytesBase64":"AQL/"');
  });
});
