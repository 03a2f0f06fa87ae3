/** `payment.cancel`: a wish (R8). What it comes to, and that the payment's own answer is the truth. */
import { describe, expect, test } from "vitest";
import type { PaymentKey } from "@tillwire/plugin-api";
import { paymentKey } from "@tillwire/plugin-api";
import { answerOf, key, openShop, paymentIn } from "../harness/shop.ts";
import type { Shop } from "../harness/shop.ts";

const otherKey = paymentKey("order-0002");

function cancel(shop: Shop, which: PaymentKey = key) {
  const asked = shop.ask({ type: "payment.cancel", key: which });
  shop.run(10);
  const answer = answerOf(asked);
  return answer.kind === "result" && "cancel" in answer.result ? answer.result.cancel : answer;
}

describe("while the terminal works", () => {
  test("one that hears it stops", () => {
    const shop = openShop();
    const sale = shop.sale();
    shop.run(1_000);
    expect(cancel(shop)).toBe("canceling");
    shop.run(100);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "canceled" });
    expect(shop.heard()).toContain("canceling");
    expect(shop.ledger()).toEqual(["canceled"]);
  });

  test("one that approves all the same is told to undo it, and the POS hears canceled", () => {
    const shop = openShop({ sales: [{ hearsCancel: false }] });
    const sale = shop.sale();
    shop.run(1_000);
    expect(cancel(shop)).toBe("canceling");
    shop.run(10_000);
    expect(paymentIn(sale).outcome).toEqual({ kind: "canceled", by: "pos", reversal: "pending" });
    expect(shop.payment()?.outcome).toEqual({ kind: "canceled", by: "pos", reversal: "done" });
    expect(shop.ledger()).toEqual(["undone"]);
  });

  test("one that commits without asking may win: approved", () => {
    const shop = openShop({ traits: { commits: "at-once" }, sales: [{ hearsCancel: false }] });
    const sale = shop.sale();
    shop.run(1_000);
    expect(cancel(shop)).toBe("canceling");
    shop.run(10_000);
    expect(paymentIn(sale).outcome?.kind).toBe("approved");
    expect(cancel(shop)).toBe("too-late");
  });

  test("one that cannot be asked is not asked", () => {
    const shop = openShop({ traits: { canCancel: false } });
    shop.sale();
    shop.run(1_000);
    expect(cancel(shop)).toBe("canceling");
    shop.run(10_000);
    expect(shop.effects("cancel")).toEqual([]);
    expect(shop.payment()?.outcome?.kind).toBe("canceled"); // the wish stands: it may not commit
  });

  test("the wish is told once and passed on each time", () => {
    const shop = openShop({ sales: [{ hearsCancel: false }] });
    shop.sale();
    shop.run(1_000);
    cancel(shop);
    cancel(shop);
    expect(shop.effects("cancel")).toHaveLength(2);
    expect(shop.heard().filter((type) => type === "canceling")).toHaveLength(1);
  });
});

test("the wish outlives the bridge: an approval that is found after a crash is undone, whoever asks for it", () => {
  const shop = openShop({ traits: { commits: "at-once" }, sales: [{ hearsCancel: false }] });
  shop.sale();
  shop.run(1_000);
  expect(cancel(shop)).toBe("canceling");
  shop.restart();
  shop.ask({ type: "payment.get", payment: { key } });
  shop.run(60_000);
  expect(shop.payment()?.outcome).toEqual({ kind: "canceled", by: "pos", reversal: "done" });
  expect(shop.ledger()).toEqual(["reversed"]);
});

describe("too late", () => {
  test("once the terminal was told to keep its approval", () => {
    const shop = openShop({ sales: [{ answerMs: 30_000 }] });
    const sale = shop.sale();
    shop.run(6_000);
    expect(shop.heard().at(-1)).toBe("online-answered");
    expect(cancel(shop)).toBe("too-late");
    shop.run(60_000);
    expect(paymentIn(sale).outcome?.kind).toBe("approved");
  });

  test("nothing to cancel: declined, undone already, or never heard of", () => {
    const shop = openShop({ sales: [{ outcome: "decline" }] });
    expect(cancel(shop)).toBe("nothing-to-cancel");
    shop.sale();
    shop.run(10_000);
    expect(cancel(shop)).toBe("nothing-to-cancel");
  });
});

describe("while the payment is unknown", () => {
  const lost = { sales: [{ answerLost: true, thinkMs: 20_000 }], settings: { attemptTimeoutMs: 5_000 } };

  test("an approval that is found is undone", () => {
    const shop = openShop({ ...lost, traits: { commits: "at-once" } });
    const sale = shop.sale();
    shop.run(6_000);
    expect(cancel(shop)).toBe("canceling");
    shop.run(60_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "canceled", reversal: "pending" });
    expect(shop.ledger()).toEqual(["reversed"]);
  });

  test("the device, which may be working for another payment by now, is not asked", () => {
    const shop = openShop({
      sales: [{ requestLost: true }],
      inquiries: [{ requestLost: true }],
      settings: { attemptTimeoutMs: 5_000 },
    });
    shop.sale();
    shop.run(6_000);
    shop.sale({ key: otherKey });
    shop.run(1_000);
    expect(cancel(shop)).toBe("canceling");
    expect(shop.effects("cancel")).toEqual([]);
    expect(cancel(shop, otherKey)).toBe("canceling");
    expect(shop.effects("cancel")).toHaveLength(1);
  });
});

describe("while the POS is asked about a partial approval", () => {
  test.each(["asks", "at-once"] as const)("that is a no (the terminal commits: %s)", (commits) => {
    const shop = openShop({ traits: { commits }, sales: [{ outcome: "approve-part" }] });
    const sale = shop.sale();
    shop.run(6_000);
    expect(shop.heard().at(-1)).toBe("question");
    expect(cancel(shop)).toBe("canceling");
    shop.run(100);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "canceled", by: "pos" });
    expect(shop.heard()).toContain("question-closed");
    expect(shop.effects("cancel")).toEqual([]);
    expect(shop.ledger()).toEqual([commits === "asks" ? "undone" : "reversed"]);
  });
});

describe("while a late approval waits for somebody who wants it", () => {
  test("it is undone", () => {
    const shop = openShop({ sales: [{ answerMs: 60_000 }], traits: { commits: "at-once" } });
    shop.sale();
    shop.run(6_000);
    shop.restart();
    shop.run(1_000);
    expect(shop.payment()?.outcome).toBeUndefined();
    expect(cancel(shop)).toBe("canceling");
    expect(shop.payment()?.outcome).toEqual({ kind: "canceled", by: "pos", reversal: "done" });
    expect(shop.ledger()).toEqual(["reversed"]);
  });
});
