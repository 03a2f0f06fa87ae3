/** A sale when nothing breaks: what the POS sees, what is stored, and what travels. */
import type { PaymentOutcome } from "@tillwire/protocol/wire";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memoryStorage } from "../src/index.ts";
import type { FinalResult } from "../src/index.ts";
import { approved, endsIn, keyOf, refused } from "./support/fake-bridge.ts";
import { clean, connected, sale, Till, typesOf } from "./support/till.ts";

let till: Till;
beforeEach(async () => {
  till = await connected();
});
afterEach(async () => {
  expect(await till.shutDown()).toEqual(clean);
});

/** Vitest's matchers have the type `any`. */
function containing(text: string): unknown {
  return expect.stringContaining(text);
}

describe("the result", () => {
  test("is the bridge's outcome, which is then acknowledged and forgotten", async () => {
    const payment = till.client.sale({ ...sale, orderReference: "order 7" });
    const result = await till.clock.runUntil(payment);
    expect(result).toEqual({
      state: "final",
      key: payment.key,
      ...sale,
      outcome: approved,
      payment: till.bridge.viewOf(payment.key),
    });
    await till.clock.advance(50);
    expect(till.bridge.acknowledgedKeys).toEqual([payment.key]);
    expect(await till.storage.list()).toEqual(new Map());
    expect(till.troubles).toEqual([]);
  });

  test.each<PaymentOutcome>([
    { kind: "declined", reason: "insufficient-funds" },
    { kind: "canceled", by: "shopper" },
    { kind: "canceled", by: "pos", reversal: "pending" },
    { kind: "failed", code: "NOT_COMPLETED", message: "The terminal was switched off." },
  ])("is no rejection when it is $kind", async (outcome) => {
    till.bridge.script = () => endsIn(outcome);
    const result = await till.clock.runUntil(till.client.sale(sale));
    expect(result).toMatchObject({ state: "final", outcome });
  });

  test("is waited for while the bridge says unknown", async () => {
    till.bridge.answerWithinMs = 500;
    till.bridge.script = () => [{ afterMs: 20_000, does: { type: "end", outcome: approved } }];
    const payment = till.client.sale(sale);
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    expect(await typesOf(payment)).toEqual(["submitted", "accepted", "unknown", "resolved", "ended"]);
  });
});

describe("events", () => {
  test("come in order, to every reader, early or late", async () => {
    const payment = till.client.sale(sale);
    const early = typesOf(payment);
    await till.clock.runUntil(payment);
    const all = ["submitted", "accepted", "sent", "prompt", "card-presented", "ended"];
    expect(await early).toEqual(all);
    expect(await typesOf(payment)).toEqual(all);
    await till.clock.advance(10);
    const told = till.events.flatMap((event) => (event.type === "payment" ? [event.update.type] : []));
    expect(told).toEqual([...all, "completed"]);
  });

  test("are told once, however often they arrive", async () => {
    till.network.fate = () => "twice";
    const payment = till.client.sale(sale);
    await till.clock.runUntil(payment);
    expect(await typesOf(payment)).toEqual(["submitted", "accepted", "sent", "prompt", "card-presented", "ended"]);
    expect(till.bridge.starts).toBe(1);
  });
});

describe("what is stored", () => {
  test("is stored before anything is sent", async () => {
    const storage = memoryStorage();
    let release = (): void => undefined;
    const slow = { ...storage, put: () => new Promise<void>((resolve) => (release = resolve)) };
    const own = await connected({ storage: slow });
    const payment = own.client.sale(sale);
    await own.clock.advance(5_000);
    expect(own.bridge.salesSeen).toEqual([]);
    release();
    await own.clock.advance(10);
    expect(own.bridge.salesSeen).toEqual([payment.key]);
    await own.clock.runUntil(own.client.close());
    await expect(payment).rejects.toMatchObject({ code: "CLIENT_CLOSED", effect: "possible" });
  });

  test("cannot be stored: nothing is sent, and nothing ran", async () => {
    const broken = { ...memoryStorage(), put: async () => Promise.reject(new Error("disk full")) };
    const own = await connected({ storage: broken });
    const payment = own.client.sale(sale);
    await expect(own.clock.runUntil(payment)).rejects.toMatchObject({
      code: "STORAGE_FAILED",
      effect: "none",
      retry: true,
      message: containing("disk full"),
    });
    expect(own.bridge.salesSeen).toEqual([]);
    expect(await own.shutDown()).toEqual(clean);
  });
});

describe("onOutcome", () => {
  test("has the outcome before it is acknowledged, and before the promise resolves", async () => {
    const order: string[] = [];
    const own = await connected({
      onOutcome: async ({ outcome }) => {
        await own.clock.sleep(3_000);
        order.push(`stored ${outcome.kind}, acknowledged ${own.bridge.acknowledgedKeys.length}`);
      },
    });
    const payment = own.client.sale(sale);
    await own.clock.runUntil(payment.then(() => order.push("resolved")));
    await own.clock.advance(50);
    expect(order).toEqual(["stored approved, acknowledged 0", "resolved"]);
    expect(own.bridge.acknowledgedKeys).toEqual([payment.key]);
    expect(await own.shutDown()).toEqual(clean);
  });

  test("that throws leaves the outcome true, unacknowledged, and is called again", async () => {
    const results: FinalResult[] = [];
    const own = await connected({
      onOutcome: (result) => {
        results.push(result);
        if (results.length < 3) throw new Error("books are closed");
      },
    });
    const payment = own.client.sale(sale);
    expect(await own.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    expect(own.bridge.acknowledgedKeys).toEqual([]);
    expect((await own.storage.list()).size).toBe(1);
    await own.clock.advance(10_000);
    expect(results.map(({ key }) => key)).toEqual([payment.key, payment.key, payment.key]);
    expect(own.troubles).toEqual(["OUTCOME_NOT_TAKEN", "OUTCOME_NOT_TAKEN"]);
    expect(own.bridge.acknowledgedKeys).toEqual([payment.key]);
    expect(await own.storage.list()).toEqual(new Map());
    expect(await own.shutDown()).toEqual(clean);
  });
});

describe("an acknowledgement", () => {
  test("that the bridge cannot take now is sent again", async () => {
    let tries = 0;
    till.bridge.refuses = ({ type }) => {
      if (type === "payment.acknowledge" && (tries += 1) < 3) throw refused("LIMIT_REACHED", { retry: true });
    };
    const payment = till.client.sale(sale);
    await till.clock.runUntil(payment);
    await till.clock.advance(10_000);
    expect(till.bridge.acknowledgedKeys).toEqual([payment.key]);
    expect(till.troubles).toEqual(["LIMIT_REACHED", "LIMIT_REACHED"]);
    expect(await till.storage.list()).toEqual(new Map());
  });

  test.each(["PERMISSION_DENIED", "NOT_FOUND"] as const)(
    "that the bridge will not take (%s) is told, and kept for the next run",
    async (code) => {
      till.bridge.refuses = ({ type }) => {
        if (type === "payment.acknowledge") throw refused(code, { retry: code === "NOT_FOUND" });
      };
      const payment = till.client.sale(sale);
      expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
      await till.clock.advance(60_000);
      expect(till.troubles).toEqual([code]);
      expect((await till.storage.list()).size).toBe(1);
      till.bridge.refuses = () => undefined;
      await till.clock.runUntil(Promise.all(await till.client.resume()));
      await till.clock.advance(100);
      expect(till.bridge.acknowledgedKeys).toEqual([payment.key]);
    },
  );
});

describe("a refused request", () => {
  test("rejects promise and events, says that nothing ran, and may be sent again under its key", async () => {
    till.bridge.refuses = (command) => {
      if (command.type === "payment.sale") throw refused("LANE_BUSY", { retry: true, message: "busy" });
    };
    const payment = till.client.sale(sale);
    const expected = { code: "LANE_BUSY", effect: "none", retry: true, message: "busy" };
    await expect(till.clock.runUntil(payment)).rejects.toMatchObject(expected);
    await expect(typesOf(payment)).rejects.toMatchObject(expected);
    expect(await till.storage.list()).toEqual(new Map());

    till.bridge.refuses = () => undefined;
    const again = till.client.sale({ ...sale, key: payment.key });
    expect(await till.clock.runUntil(again)).toMatchObject({ key: payment.key, outcome: approved });
    expect(till.bridge.starts).toBe(1);
  });

  test("by a bridge that answers without sense is asked for again, and not taken for an end", async () => {
    let answers = 0;
    till.bridge.refuses = (command) => {
      if (command.type !== "payment.sale") return;
      answers += 1;
      if (answers === 1) throw refused("INTERNAL", { effect: "possible" });
    };
    const payment = till.client.sale(sale);
    // Nothing had been written down under the key, so it is closed: only then is it certain that nothing ran.
    await expect(till.clock.runUntil(payment)).rejects.toMatchObject({ code: "INTERNAL", effect: "none" });
    expect([...till.bridge.closedKeys]).toEqual([payment.key]);
  });

  test("for a key that is another request's is refused at once, here or there", async () => {
    const key = "order-4711-a";
    const first = till.client.sale({ ...sale, key });
    const other = { ...sale, key, amount: { amountMinor: 2_000, currency: "EUR" } };
    await expect(till.clock.runUntil(till.client.sale(other))).rejects.toMatchObject({
      code: "KEY_REUSED",
      effect: "none",
    });
    expect(await till.clock.runUntil(first)).toMatchObject({ outcome: approved });
    await till.clock.advance(100);
    await expect(till.clock.runUntil(till.client.sale(other))).rejects.toMatchObject({
      code: "KEY_REUSED",
      effect: "none",
    });
    expect(till.bridge.starts).toBe(1);
    expect(await till.storage.list()).toEqual(new Map());
  });

  test.each([
    ["a fraction", { amount: { amountMinor: 10.5, currency: "EUR" } }],
    ["a negative amount", { amount: { amountMinor: -1, currency: "EUR" } }],
    ["no amount", { amount: undefined }],
    ["a currency in small letters", { amount: { amountMinor: 1, currency: "eur" } }],
    ["no lane", { lane: "" }],
    ["a short key", { key: "short" }],
    ["a key with a blank", { key: "a key of mine" }],
    ["a limit that is none", { submitWithinMs: Number.NaN }],
    ["a time that is none", { keyCreatedAt: Number.NaN }],
  ])("with %s is refused before anything is stored", async (_name, change) => {
    const payment = till.client.sale({ ...sale, ...(change as object) });
    await expect(payment).rejects.toMatchObject({ code: "OPTIONS_INVALID", effect: "none", retry: false });
    await expect(typesOf(payment)).rejects.toMatchObject({ code: "OPTIONS_INVALID" });
    await expect(payment.cancel()).resolves.toBe("nothing-to-cancel");
    await expect(payment.answer("q", { kind: "signature", matches: true })).rejects.toMatchObject({
      code: "OPTIONS_INVALID",
    });
    await till.clock.advance(100);
    expect(till.bridge.salesSeen).toEqual([]);
  });

  test("with a field that does not exist is refused by the bridge, by name", async () => {
    const payment = till.client.sale({ ...sale, ...({ tipMiner: 50 } as object) });
    await expect(till.clock.runUntil(payment)).rejects.toMatchObject({
      code: "REQUEST_INVALID",
      message: containing("tipMiner"),
    });
    till.bridge.badFrames.length = 0;
  });

  test("that is too large for the bridge is never sent", async () => {
    const own = new Till();
    own.bridge.limits = { ...own.bridge.limits, messageBytes: 400 };
    const payment = own.client.sale({ ...sale, orderReference: "€".repeat(100) });
    await expect(own.clock.runUntil(payment)).rejects.toMatchObject({ code: "REQUEST_TOO_LARGE", effect: "none" });
    expect(own.bridge.salesSeen).toEqual([]);
    expect(await own.shutDown()).toEqual(clean);
  });
});

describe("a key", () => {
  test("of the POS's own, used again for the same request, is the same payment", async () => {
    const key = "order-4711-a";
    const first = till.client.sale({ ...sale, key });
    const second = till.client.sale({ amount: { currency: "EUR", amountMinor: 1_050 }, key, lane: "front" });
    expect(second).toBe(first);
    await till.clock.runUntil(first);
    await till.clock.advance(100);
    const later = till.client.sale({ ...sale, key });
    expect(await till.clock.runUntil(later)).toMatchObject({ outcome: approved });
    expect(till.bridge.starts).toBe(1);
  });

  test("of the client's making is new each time, and has nothing in it that looks like a card number", async () => {
    const keys = Array.from({ length: 200 }, () => {
      const payment = till.client.sale({ ...sale, lane: "" });
      return payment.key;
    });
    expect(new Set(keys).size).toBe(200);
    for (const key of keys) expect(key).toMatch(/^[a-z]{32}$/);
  });

  test("can be closed, so that it never runs, and then a new one is safe", async () => {
    const made = { lane: "front", keyCreatedAt: till.clock.nowMs() };
    const key = "order-4711-a";
    expect(await till.clock.runUntil(till.client.closeKey(key, made))).toEqual({ closed: true });
    const late = till.client.sale({ ...sale, key });
    await expect(till.clock.runUntil(late)).rejects.toMatchObject({ code: "KEY_CLOSED", effect: "none" });
    const payment = till.client.sale(sale);
    await till.clock.runUntil(payment);
    const answer = await till.clock.runUntil(till.client.closeKey(payment.key, made));
    expect(answer).toMatchObject({ closed: false, payment: { key: payment.key, state: "final" } });
  });
});

describe("two payments", () => {
  test("on two lanes run beside each other", async () => {
    const one = till.client.sale(sale);
    const other = till.client.sale({ ...sale, lane: "back" });
    const results = await till.clock.runUntil(Promise.all([one, other]));
    expect(results.map(({ key, lane }) => [key, lane])).toEqual([
      [keyOf(one.key), "front"],
      [keyOf(other.key), "back"],
    ]);
  });
});
