/** Finding out what became of a payment of which no clear answer came. */
import { describe, expect, test } from "vitest";
import { paymentKey, plainBreakdown } from "@tillwire/plugin-api";
import { errorIn, front, key, openShop, paymentIn, saleCommand } from "../harness/shop.ts";

const otherKey = paymentKey("order-0002");

/** The bridge gives up after five seconds. */
const impatient = { attemptTimeoutMs: 5_000 };

describe("found", () => {
  test.each([
    ["approve", "approved"],
    ["decline", "declined"],
    ["shopper-cancels", "canceled"],
    ["fail", "failed"],
  ] as const)("%s", (outcome, kind) => {
    const shop = openShop({ settings: impatient, sales: [{ outcome, thinkMs: 1_000, answerLost: true }] });
    const sale = shop.sale();
    shop.run(6_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind });
    expect(shop.heard().at(-1)).toBe("resolved");
    expect(shop.effects("execute")).toHaveLength(1);
  });
});

describe('"not found" is believed only when the question left after the last possible arrival (R4)', () => {
  const slow = [{ answerMs: 10_000 }, { answerMs: 10_000 }];
  const late = { horizonMs: 20_000, refusesLateArrival: false } as const;

  test("at once where nothing can arrive late", () => {
    const shop = openShop({ settings: impatient, sales: [{ requestLost: true }] });
    const sale = shop.sale();
    shop.run(5_100);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "NOT_COMPLETED" });
  });

  test("not before the horizon has passed; then within ten seconds (P9)", () => {
    const shop = openShop({ settings: impatient, traits: late, sales: [{ requestLost: true }] });
    const sale = shop.sale();
    shop.run(24_900);
    expect(sale.replies).toEqual([]);
    expect(shop.effects("look-up").length).toBeGreaterThan(2);
    shop.run(10_100);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "NOT_COMPLETED" });
  });

  test("a request that arrives late is found, and nobody was told failed before", () => {
    const shop = openShop({
      settings: impatient,
      traits: { ...late, commits: "at-once" },
      sales: [{ requestMs: 24_000 }],
    });
    const sale = shop.sale();
    shop.run(60_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved" });
    expect(shop.ledger()).toEqual(["live"]);
  });

  test("not when the question left before the horizon and is answered after it", () => {
    const shop = openShop({
      settings: impatient,
      traits: late,
      sales: [{ requestLost: true }],
      inquiries: [{ answerMs: 25_000 }],
    });
    const sale = shop.sale();
    shop.run(30_100); // left at 5 s, answered at 30 s; the horizon ended at 25 s
    expect(shop.effects("look-up")).toHaveLength(2); // asked anew at once
    expect(paymentIn(sale).outcome).toMatchObject({ code: "NOT_COMPLETED" });
  });

  test("not when the terminal has asked to commit in the meantime", () => {
    const shop = openShop({ settings: impatient, sales: [{ requestLost: true }], inquiries: slow });
    shop.sale();
    shop.run(6_000);
    const references = shop.payment()?.attempt?.references ?? {};
    const outcome = { kind: "approved", breakdown: plainBreakdown(saleCommand.amount), hostReference: "H1" } as const;
    shop.world.dispatch({ type: "settle-asked", lane: front, settleId: "s", request: { references, outcome } });
    shop.run(9_200);
    expect(shop.effects("settle")).toMatchObject([{ verdict: "keep" }]);
    expect(shop.payment()?.outcome).toBeUndefined();
    expect(shop.effects("look-up")).toHaveLength(2);
  });
});

test("a lookup without an answer is repeated, and faults that are gone cost ten seconds at most (P9)", () => {
  const shop = openShop({ settings: impatient, sales: [{ answerLost: true, thinkMs: 1_000 }], inquiries: silent(12) });
  const sale = shop.sale();
  shop.run(12 * 42_000);
  expect(shop.effects("look-up").length).toBeGreaterThan(12);
  expect(paymentIn(sale)).toMatchObject({ state: "unknown" });
  expect(shop.payment()?.outcome?.kind).toBe("approved");
});

const silent = (count: number) => Array.from({ length: count }, () => ({ requestLost: true }));

describe("a late approval", () => {
  const lostAnswer = { sales: [{ answerMs: 60_000 }] };

  test("is kept for a POS that still waits", () => {
    const shop = openShop({ settings: impatient, sales: [{ answerLost: true, thinkMs: 1_000 }] });
    const sale = shop.sale();
    shop.run(6_000);
    expect(paymentIn(sale).outcome?.kind).toBe("approved");
  });

  test.each(["payment.get", "payment.sale", "payment.watch"] as const)(
    "is kept for a POS that comes back with %s",
    (type) => {
      const shop = openShop(lostAnswer);
      shop.sale();
      shop.run(6_000);
      shop.restart();
      shop.run(100_000);
      expect(shop.payment()?.outcome).toBeUndefined();
      if (type === "payment.get") shop.ask({ type, payment: { key } });
      else if (type === "payment.watch") shop.ask({ type, key, afterSeq: 0 });
      else shop.sale();
      shop.run(100);
      expect(shop.payment()?.outcome?.kind).toBe("approved");
      expect(shop.ledger()).toEqual(["live"]);
    },
  );

  test("is undone when nobody asks for it in time", () => {
    const shop = openShop(lostAnswer);
    shop.sale();
    shop.run(6_000);
    shop.restart();
    shop.run(121_000);
    expect(shop.payment()?.outcome).toMatchObject({ kind: "failed", code: "REVERSED", reversal: "done" });
    expect(shop.ledger()).toEqual(["reversed"]);
  });

  test("is kept where it cannot be undone: nobody may be told otherwise", () => {
    const shop = openShop({ ...lostAnswer, traits: { reverses: "no" } });
    shop.sale();
    shop.run(6_000);
    shop.restart();
    shop.run(1_000);
    expect(shop.payment()).toMatchObject({ outcome: { kind: "approved" }, acknowledged: false });
  });
});

describe("terminals that cannot be asked by reference", () => {
  test("level D: parked with what is known, never declined; the lane goes on", () => {
    const shop = openShop({ traits: { level: "D" }, settings: impatient, sales: [{ answerLost: true }] });
    const sale = shop.sale();
    shop.run(6_000);
    expect(paymentIn(sale)).toMatchObject({
      state: "parked",
      recoveryLevel: "D",
      parked: { references: { trace: "000001" } },
    });
    expect(shop.heard().at(-1)).toBe("parked");
    expect(shop.effects("look-up")).toEqual([]);
  });

  test("level D waits for what may still arrive, and takes nothing new before", () => {
    const shop = openShop({
      traits: { level: "D", horizonMs: 30_000 },
      settings: impatient,
      sales: [{ requestLost: true }, { thinkMs: 1_000 }],
    });
    shop.sale();
    shop.run(30_000);
    expect(shop.payment()?.parked).toBeUndefined();
    const early = shop.sale({ key: otherKey });
    shop.run(1);
    expect(errorIn(early)).toMatchObject({ code: "LANE_NOT_READY", retry: true });
    shop.run(6_000);
    expect(shop.payment()?.parked).toBeDefined();
    const next = shop.sale({ key: otherKey });
    shop.run(10_000);
    expect(paymentIn(next).outcome?.kind).toBe("approved");
  });

  test("level C: nothing new before the old payment is settled (R5)", () => {
    const shop = openShop({
      traits: { level: "C" },
      settings: impatient,
      sales: [{ answerLost: true, thinkMs: 1_000 }],
      inquiries: silent(1),
    });
    shop.sale();
    shop.run(6_000);
    const early = shop.sale({ key: otherKey });
    shop.run(1);
    expect(errorIn(early).code).toBe("LANE_NOT_READY");
    shop.run(40_000);
    expect(shop.payment()?.outcome?.kind).toBe("approved");
    const next = shop.sale({ key: otherKey });
    shop.run(10_000);
    expect(paymentIn(next).outcome?.kind).toBe("approved");
  });

  test("level B goes on with the next payment while it finds out about the last", () => {
    const shop = openShop({
      settings: impatient,
      sales: [{ answerLost: true, thinkMs: 1_000 }, { thinkMs: 1_000 }],
      inquiries: silent(1),
    });
    shop.sale();
    shop.run(6_000);
    const next = shop.sale({ key: otherKey });
    shop.run(2_000);
    expect(paymentIn(next).outcome?.kind).toBe("approved");
    expect(shop.payment()?.outcome).toBeUndefined();
    shop.run(40_000);
    expect(shop.payment()?.outcome?.kind).toBe("approved");
  });

  test("level B that is still at the old one is not given a new one", () => {
    const shop = openShop({ settings: impatient, sales: [{ thinkMs: 20_000 }], traits: { commits: "at-once" } });
    shop.sale();
    shop.run(6_000);
    const early = shop.sale({ key: otherKey });
    shop.run(1);
    expect(errorIn(early).code).toBe("LANE_NOT_READY");
  });
});
