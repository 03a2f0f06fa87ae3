/** The key: the same request is the same payment, another request is refused (P5). */
import { describe, expect, test } from "vitest";
import type { SaleCommand } from "@tillwire/plugin-api";
import { errorIn, key, openShop, paymentIn } from "../harness/shop.ts";

describe("the same key and request", () => {
  test("while it runs: one payment, one answer to each request", () => {
    const shop = openShop();
    const first = shop.sale();
    shop.run(1_000);
    const second = shop.sale({ tipMinor: 0, keyCreatedAt: 5 });
    shop.run(10_000);
    expect(paymentIn(first)).toEqual(paymentIn(second));
    expect(shop.effects("execute")).toHaveLength(1);
  });

  test("after it ended, also after a restart: the same outcome, and nothing runs", () => {
    const shop = openShop({ sales: [{ outcome: "decline" }] });
    const first = shop.sale();
    shop.run(10_000);
    shop.restart();
    const again = shop.sale();
    shop.run(10_000);
    expect(paymentIn(again)).toEqual(paymentIn(first));
    expect(shop.ledger()).toEqual(["declined"]);
  });

  test("while the lane is lost or busy with another: still the same payment", () => {
    const shop = openShop();
    shop.sale();
    shop.run(10_000);
    shop.terminal.disconnect();
    const again = shop.sale();
    shop.run(10);
    expect(paymentIn(again).outcome?.kind).toBe("approved");
  });
});

test.each<readonly [string, Partial<SaleCommand>]>([
  ["amount", { amount: { amountMinor: 1051, currency: "EUR" } }],
  ["currency", { amount: { amountMinor: 1050, currency: "USD" } }],
  ["tip", { tipMinor: 1 }],
  ["cashback", { cashbackMinor: 1 }],
  ["partial approval", { partialApproval: false }],
  ["order", { orderReference: "order 7" }],
])("the same key with another %s is refused, now and after a restart", (_, changes) => {
  const shop = openShop();
  shop.sale();
  shop.run(10_000);
  for (const again of [false, true]) {
    if (again) shop.restart();
    const other = shop.sale(changes);
    shop.run(10);
    expect(errorIn(other)).toMatchObject({ code: "KEY_REUSED", effect: "none", retry: false });
  }
  expect(shop.ledger()).toEqual(["live"]);
});

test("by id as by key", () => {
  const shop = openShop();
  const sale = shop.sale();
  shop.run(10_000);
  const { id } = paymentIn(sale);
  const byId = shop.ask({ type: "payment.get", payment: { id } });
  const byKey = shop.ask({ type: "payment.get", payment: { key } });
  shop.run(10);
  expect(paymentIn(byId)).toEqual(paymentIn(byKey));
});
