/** The small parts on their own: back-off, the event log, frames that make no sense, records. */
import { getEventListeners } from "node:events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childAbort, whenAborted } from "../src/abort.ts";
import { backoffMs } from "../src/backoff.ts";
import { ClientError } from "../src/client-error.ts";
import { createEventLog } from "../src/event-log.ts";
import { readFrame, writeRequest } from "../src/frames.ts";
import { clientLimits } from "../src/limits.ts";
import { notificationReader } from "../src/notifications.ts";
import { parseStored, sameRequest, writeStored } from "../src/stored-payment.ts";
import type { MoneyRequest, StoredPayment } from "../src/stored-payment.ts";
import { randomFraction, randomKey, systemClock, systemRandomBytes } from "../src/system.ts";

describe("back-off", () => {
  test("doubles up to its bound, half by chance, for any number of failures", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, chance) => {
        const waitMs = backoffMs(failures, chance);
        const ceilingMs = Math.min(
          clientLimits.retryLongestMs,
          clientLimits.retryFirstMs * 2 ** Math.min(failures, 30),
        );
        expect(waitMs).toBeGreaterThanOrEqual(Math.floor(ceilingMs / 2));
        expect(waitMs).toBeLessThanOrEqual(ceilingMs);
      }),
    );
    expect([0, 1, 2, 3, 10].map((failures) => backoffMs(failures, 0.5))).toEqual([188, 375, 750, 1_500, 11_250]);
  });
});

async function readAll<Event>(events: AsyncIterable<Event>): Promise<readonly Event[]> {
  const all: Event[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe("the event log", () => {
  test("keeps the newest, and tells a reader who comes late that there was more", async () => {
    const log = createEventLog<number>(3, -1);
    for (let event = 1; event <= 5; event += 1) log.push(event);
    log.end();
    log.push(6);
    expect(await readAll(log.events)).toEqual([-1, 3, 4, 5]);
  });

  test("lets a reader stop early, and another go on", async () => {
    const log = createEventLog<number>(10, -1);
    log.push(1);
    for await (const event of log.events) {
      expect(event).toBe(1);
      break;
    }
    const all = readAll(log.events);
    await Promise.resolve();
    log.push(2);
    log.end(new Error("first"));
    log.end(new Error("second"));
    await expect(all).rejects.toThrow("first");
  });
});

describe("frames", () => {
  test("of any kind are read without a throw", () => {
    fc.assert(fc.property(fc.anything(), (data) => void readFrame(data)));
    fc.assert(fc.property(fc.string(), (text) => void readFrame(text)));
    fc.assert(
      fc.property(fc.json(), fc.json(), (one, other) => {
        const text = `{"jsonrpc":"2.0","method":"payment.event","params":${one},"id":${other},"error":${one},"result":${other}}`;
        expect(["result", "error", "notification", "malformed"]).toContain(readFrame(text).kind);
      }),
    );
  });

  test("that say nothing of the effect are taken for possible, and never for retry", () => {
    const error = { code: -32_000, message: "no" };
    const frame = readFrame(JSON.stringify({ jsonrpc: "2.0", id: 3, error: { ...error, data: { retry: true } } }));
    expect(frame).toEqual({
      kind: "error",
      id: 3,
      error: { code: "INTERNAL", message: "no", effect: "possible", retry: false },
    });
    expect(readFrame('{"jsonrpc":"2.0","id":3,"error":{}}')).toMatchObject({ error: { effect: "possible" } });
  });

  test("are written as JSON-RPC 2.0", () => {
    expect(JSON.parse(writeRequest(7, "lane.list", {}))).toEqual({
      jsonrpc: "2.0",
      id: 7,
      method: "lane.list",
      params: {},
    });
  });

  test("that tell something of any form are passed on or over without a throw", () => {
    const methods = fc.constantFrom("payment.event", "lane.event", "bridge.event", "other");
    const read = notificationReader(
      () => undefined,
      (event) => {
        expect(typeof event.key).toBe("string");
        expect(Number.isSafeInteger(event.seq)).toBe(true);
      },
    );
    fc.assert(
      fc.property(methods, fc.dictionary(fc.string(), fc.jsonValue()), (method, params) => {
        read({ kind: "notification", method, params });
      }),
    );
    const body = fc.record({
      type: fc.constantFrom("sent", "completed", "question", "__proto__"),
      payment: fc.jsonValue(),
    });
    fc.assert(
      fc.property(body, fc.jsonValue(), (content, seq) => {
        read({ kind: "notification", method: "payment.event", params: { key: "k", seq, body: content } });
      }),
    );
  });
});

describe("stored records", () => {
  const request = {
    method: "payment.sale",
    params: {
      key: "order-4711-a",
      keyCreatedAt: "2026-01-02T09:00:00.000Z",
      lane: "front",
      amount: { amountMinor: 1, currency: "EUR" },
    },
  } as unknown as MoneyRequest;
  const stored: StoredPayment = { request, stage: "sent", cancelWanted: true, submitBeforeMs: 5 };

  test("come back as they went", () => {
    expect(parseStored(writeStored(stored))).toEqual(stored);
  });

  test("of any other form are refused, never half taken", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parseStored(text)).toThrow(/cannot be read/);
      }),
    );
    const whole = JSON.parse(writeStored(stored)) as Record<string, unknown>;
    for (const field of ["format", "request", "stage", "cancelWanted"]) {
      expect(() => parseStored(JSON.stringify({ ...whole, [field]: "other" }))).toThrow(/cannot be read/);
    }
    expect(() => parseStored(JSON.stringify({ ...whole, final: { state: "final" } }))).toThrow(/cannot be read/);
  });

  test("are of the same request whatever the order of the fields, and of no other", () => {
    const { key, keyCreatedAt, lane, amount } = request.params;
    const turned = { currency: amount.currency, amountMinor: amount.amountMinor };
    const other: MoneyRequest = { method: "payment.sale", params: { amount: turned, lane, keyCreatedAt, key } };
    expect(sameRequest(request, other)).toBe(true);
    expect(sameRequest(request, { ...other, params: { ...other.params, tipMinor: 1 } })).toBe(false);
    const more = { ...turned, amountMinor: 2 };
    expect(sameRequest(request, { ...other, params: { ...other.params, amount: more } })).toBe(false);
  });
});

describe("abort signals", () => {
  test("let go of what is done, so that nothing piles up on one that lives for weeks", () => {
    const parent = new AbortController();
    const other = new AbortController();
    const children = Array.from({ length: 100 }, () => childAbort(parent.signal, other.signal));
    expect(getEventListeners(parent.signal, "abort")).toHaveLength(100);
    for (const child of children) child.abort();
    expect(getEventListeners(parent.signal, "abort")).toHaveLength(0);
    expect(getEventListeners(other.signal, "abort")).toHaveLength(0);
  });

  test("reach the child from any parent, before and after", async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const child = childAbort(one.signal, other.signal);
    const waiting = whenAborted(child.signal);
    other.abort(new ClientError("CONNECTION_LOST", { message: "gone", effect: "none", retry: true }));
    await expect(waiting).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    expect(childAbort(one.signal, other.signal).signal.aborted).toBe(true);
  });
});

describe("the machine's own time and chance", () => {
  test("sleep, and wake when aborted", async () => {
    await systemClock.sleep(1);
    const stop = new AbortController();
    const long = systemClock.sleep(60_000, stop.signal);
    stop.abort();
    await expect(long).rejects.toMatchObject({ code: "CLIENT_CLOSED" });
    await expect(systemClock.sleep(60_000, stop.signal)).rejects.toMatchObject({ code: "CLIENT_CLOSED" });
    expect(systemClock.nowMs()).toBeGreaterThan(1_600_000_000_000);
    expect(systemClock.monotonicMs()).toBeGreaterThan(0);
  });

  test("make keys and fractions from bytes", () => {
    expect(randomKey((lengthBytes) => new Uint8Array(lengthBytes).fill(0x0f))).toBe("bv".repeat(16));
    expect(randomKey(systemRandomBytes)).toMatch(/^[bcdfghjkmnpqrstv]{32}$/);
    expect(randomFraction(() => Uint8Array.of(255, 255))).toBeLessThan(1);
    expect(randomFraction(() => Uint8Array.of(0, 0))).toBe(0);
  });
});
