/** A terminal that repeats its last result only: what that proves, and what it does not. */
import { describe, expect, test } from "vitest";
import { attemptId, paymentKey } from "@tillwire/plugin-api";
import type { LookupResult, SaleRequest } from "@tillwire/plugin-api";
import { decide } from "../../src/index.ts";
import type { Decide } from "../harness/engine-host.ts";
import { key, openShop, paymentIn } from "../harness/shop.ts";
import type { Shop, ShopSetup } from "../harness/shop.ts";
import { plainSale } from "../harness/terminal-traits.ts";

const firstKey = paymentKey("order-0000");
const quick = { thinkMs: 1_000 };
const impatient = { attemptTimeoutMs: 5_000 };
const lastOnly = { level: "C", reverses: "no", refusesLateArrival: false } as const;
const neverCarriedOut = { kind: "failed", code: "NOT_COMPLETED" };

/** Opens a shop, and takes a first sale that ends as planned. */
function openWithHistory(first: "approve" | "decline" | "shopper-cancels", setup: ShopSetup = {}): Shop {
  const { sales = [], ...rest } = setup;
  const shop = openShop({
    settings: impatient,
    ...rest,
    traits: { ...lastOnly, ...setup.traits },
    sales: [{ outcome: first, ...quick }, ...sales],
  });
  shop.sale({ key: firstKey });
  shop.run(3_000);
  return shop;
}

function keyInByHand({ terminal }: Shop): void {
  const sale = { operation: "sale", amount: { amountMinor: 700, currency: "EUR" }, partialApproval: false } as const;
  const request: SaleRequest = { ...sale, attemptId: attemptId("at_by_hand_1"), references: {} };
  terminal.peer.keyIn(request, plainSale);
}

describe("an earlier payment of ours proves that nothing happened since", () => {
  test.each(["approve", "decline", "shopper-cancels"] as const)("after one that ended with %s", (first) => {
    const shop = openWithHistory(first, { sales: [{ requestLost: true }] });
    const sale = shop.sale();
    shop.run(6_000);
    expect(paymentIn(sale).outcome).toMatchObject(neverCarriedOut);
    expect(shop.ledger()).toHaveLength(1);
  });

  test("after several that never came", () => {
    const shop = openWithHistory("approve", { sales: [{ requestLost: true }, { requestLost: true }] });
    for (const one of [paymentKey("order-0002"), paymentKey("order-0003")]) {
      const sale = shop.sale({ key: one });
      shop.run(6_000);
      expect(paymentIn(sale).outcome).toMatchObject(neverCarriedOut);
    }
  });

  test("also for a bridge that was killed in between", () => {
    const shop = openWithHistory("approve", { sales: [{ requestLost: true }] });
    shop.sale();
    shop.run(1_000);
    shop.restart();
    shop.run(1_000);
    expect(shop.payment()?.outcome).toMatchObject(neverCarriedOut);
  });

  test("also after the terminal restarted in the middle of it", () => {
    const shop = openWithHistory("approve", { sales: [{ thinkMs: 3_000 }, { requestLost: true }] });
    shop.sale({ key: paymentKey("order-0002") });
    shop.run(1_000);
    shop.terminal.disconnect();
    shop.terminal.peer.reboot();
    shop.terminal.connect();
    shop.run(1_000);
    expect(shop.ledger()).toEqual(["live", "failed"]);
    const sale = shop.sale();
    shop.run(6_000);
    expect(paymentIn(sale).outcome).toMatchObject(neverCarriedOut);
  });

  test("not before the request can no longer arrive", () => {
    const shop = openWithHistory("approve", { traits: { horizonMs: 20_000 }, sales: [{ requestMs: 20_000 }] });
    const sale = shop.sale();
    shop.run(19_000);
    expect(shop.effects("look-up").length).toBeGreaterThan(1);
    expect(sale.replies).toEqual([]);
    shop.run(30_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved" });
    expect(shop.ledger()).toEqual(["live", "live"]);
  });
});

describe("anything else proves nothing", () => {
  test("a sale keyed in by hand hides ours: parked, with what was seen, and never told not charged", () => {
    const shop = openWithHistory("approve", { sales: [{ ...quick, answerLost: true }] });
    const sale = shop.sale();
    shop.run(2_000);
    keyInByHand(shop);
    shop.run(10_000);
    expect(shop.ledger()).toEqual(["live", "live", "live"]);
    expect(paymentIn(sale)).toMatchObject({ state: "parked", recoveryLevel: "C" });
    expect(shop.payment()?.parked).toMatchObject({
      reason: "The terminal tells of its last payment only, and that is not it. It shows a sale of 700.",
      references: { trace: "000002" },
    });
  });

  test("nor does one keyed in before ours, which never came", () => {
    const shop = openWithHistory("approve", { sales: [{ requestLost: true }] });
    keyInByHand(shop);
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale).state).toBe("parked");
    const next = shop.sale({ key: paymentKey("order-0002") });
    shop.run(10_000);
    expect(paymentIn(next).outcome?.kind).toBe("approved"); // the lane goes on
  });

  test("nor does nothing at all: a terminal may have forgotten", () => {
    const shop = openShop({ settings: impatient, traits: lastOnly, sales: [{ requestLost: true }] });
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale)).toMatchObject({ state: "parked" });
    expect(shop.payment()?.parked?.reason).toContain("It has nothing to repeat.");
  });

  test("a terminal that can undo by our reference undoes it: nobody has to look", () => {
    const shop = openWithHistory("approve", { traits: { reverses: "yes" }, sales: [{ ...quick, answerLost: true }] });
    const sale = shop.sale();
    shop.run(2_000);
    keyInByHand(shop);
    shop.run(10_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "REVERSED", reversal: "pending" });
    expect(shop.payment()?.outcome).toMatchObject({ reversal: "done" });
    expect(shop.effects("reverse")).toMatchObject([{ request: { reason: "no-answer" } }]);
    expect(shop.ledger()).toEqual(["live", "reversed", "live"]);
  });

  test("whether it undid what it was told to undo: parked, and the earlier word is in doubt", () => {
    const shop = openWithHistory("approve", { sales: [{ ...quick, hearsCancel: false, answerLost: true }] });
    shop.sale();
    shop.run(500);
    shop.ask({ type: "payment.cancel", key });
    shop.run(1_500);
    keyInByHand(shop);
    shop.run(10_000);
    expect(shop.ledger()).toEqual(["live", "undone", "live"]);
    expect(shop.payment()?.outcome).toMatchObject({ kind: "canceled", by: "pos", reversal: "parked" });
  });
});

describe("what a plugin may not say", () => {
  const answering =
    (answer: (own: SaleRequest["references"]) => LookupResult): Decide =>
    (state, occasion) => {
      const { input } = occasion;
      if (input.type !== "looked-up" || !("result" in input.answer)) return decide(state, occasion);
      const own = ownReferences;
      return decide(state, { ...occasion, input: { ...input, answer: { result: answer(own) } } });
    };
  let ownReferences: SaleRequest["references"] = {};

  test.each([
    ['"not found" of a terminal that does not search', () => ({ kind: "not-found" }) as const],
    ["its own references as those of another", (references) => ({ kind: "last-is-other", references, reason: "?" })],
    ["references of nobody", () => ({ kind: "last-is-other", references: { trace: "999999" }, reason: "?" })],
    ["no references at all", () => ({ kind: "last-is-other", references: {}, reason: "?" })],
  ] as [string, (own: SaleRequest["references"]) => LookupResult][])("%s: not believed", (_, answer) => {
    const shop = openWithHistory("approve", { sales: [{ requestLost: true }], decide: answering(answer) });
    const sale = shop.sale();
    shop.run(1_000);
    ownReferences = shop.payment()?.attempt?.references ?? {};
    shop.run(9_000);
    expect(paymentIn(sale).state).toBe("parked");
  });

  test("another's references where the lane goes on with the next payment: not believed", () => {
    const traits = { level: "B", reverses: "no" } as const;
    let first: SaleRequest["references"] = {};
    const shop = openWithHistory("approve", {
      traits,
      sales: [{ requestLost: true }],
      decide: answering(() => ({ kind: "last-is-other", references: first, reason: "?" })),
    });
    first = shop.effects("execute")[0]?.request.references ?? {};
    expect(first["trace"]).toBe("000001");
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale).state).toBe("parked");
  });
});
