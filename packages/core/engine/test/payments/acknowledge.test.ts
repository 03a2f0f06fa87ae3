/** What the POS says about its keys: `payment.acknowledge` and `payment.close`, and what it is told without having asked. */
import { describe, expect, test } from "vitest";
import { laneId, paymentKey } from "@tillwire/plugin-api";
import { bridgeStatus, openPayments } from "../../src/index.ts";
import { answerOf, errorIn, front, key, openShop, paymentIn } from "../harness/shop.ts";
import type { Shop } from "../harness/shop.ts";

const facts = { version: "1.0.0", mode: "demo", startedAtMs: 0 } as const;
const status = (shop: Shop) => bridgeStatus(shop.world.host().durable(), facts);
const open = (shop: Shop) => openPayments(shop.world.host().durable());

function ask(shop: Shop, type: "payment.acknowledge") {
  const asked = shop.ask({ type, key });
  shop.run(10);
  return asked;
}

function close(shop: Shop, which = key, lane = front) {
  const asked = shop.ask({ type: "payment.close", key: which, keyCreatedAt: 1, lane });
  shop.run(10);
  return asked;
}

describe("payment.acknowledge", () => {
  test("clears the flag, durably, and says so again and again", () => {
    const shop = openShop();
    shop.sale();
    shop.run(10_000);
    expect(status(shop)).toMatchObject({ openPayments: 0, undeliveredPayments: 1 });
    expect(open(shop)).toMatchObject([{ key, state: "final", acknowledged: false }]);
    expect(paymentIn(ask(shop, "payment.acknowledge"))).toMatchObject({ acknowledged: true });
    expect(paymentIn(ask(shop, "payment.acknowledge"))).toMatchObject({ acknowledged: true });
    expect(shop.records().filter((type) => type === "acknowledged")).toHaveLength(1);
    shop.restart();
    expect(status(shop).undeliveredPayments).toBe(0);
    expect(open(shop)).toEqual([]);
  });

  test("is refused while there is nothing to acknowledge", () => {
    const shop = openShop();
    expect(errorIn(ask(shop, "payment.acknowledge")).code).toBe("NOT_FOUND");
    shop.sale();
    expect(errorIn(ask(shop, "payment.acknowledge"))).toMatchObject({ code: "PAYMENT_RUNNING", retry: true });
  });

  test("of a word that is in doubt later: the POS is told again", () => {
    const shop = openShop({
      traits: { commits: "at-once", reverses: "refuses" },
      sales: [{ outcome: "approve-other-amount" }],
      inquiries: [{ requestLost: true }],
    });
    shop.sale();
    shop.run(6_000);
    expect(paymentIn(ask(shop, "payment.acknowledge")).outcome).toMatchObject({ reversal: "pending" });
    shop.till.leave();
    shop.run(60_000);
    expect(status(shop)).toMatchObject({ parkedPayments: 1, undeliveredPayments: 1 });
    expect(open(shop)).toMatchObject([{ outcome: { reversal: "parked" }, acknowledged: false }]);
    shop.till.open();
    expect(paymentIn(ask(shop, "payment.acknowledge"))).toMatchObject({ acknowledged: true });
    expect(open(shop)).toEqual([]);
  });

  test("of a parked payment without an outcome", () => {
    const shop = openShop({ traits: { level: "D" }, sales: [{ answerLost: true }] });
    shop.sale();
    shop.run(100_000);
    expect(open(shop)).toMatchObject([{ state: "parked" }]);
    expect(paymentIn(ask(shop, "payment.acknowledge"))).toMatchObject({ state: "parked", acknowledged: true });
    expect(open(shop)).toEqual([]);
  });
});

describe("payment.close", () => {
  test("a key that never started never will, across restarts too", () => {
    const shop = openShop();
    expect(answerOf(close(shop))).toEqual({ kind: "result", result: { closed: true } });
    expect(answerOf(close(shop))).toEqual({ kind: "result", result: { closed: true } });
    expect(shop.records()).toEqual(["closed"]);
    for (const again of [false, true]) {
      if (again) shop.restart();
      const late = shop.sale();
      shop.run(10_000);
      expect(errorIn(late)).toMatchObject({ code: "KEY_CLOSED", effect: "none", retry: false });
      const asked = shop.ask({ type: "payment.get", payment: { key } });
      shop.run(10);
      expect(errorIn(asked).code).toBe("KEY_CLOSED");
    }
    expect(shop.ledger()).toEqual([]);
  });

  test("a key that runs cannot be closed, one that ran gives its payment", () => {
    const shop = openShop();
    shop.sale();
    shop.run(100);
    expect(errorIn(close(shop))).toMatchObject({ code: "PAYMENT_RUNNING", retry: true });
    shop.run(10_000);
    expect(answerOf(close(shop))).toMatchObject({
      kind: "result",
      result: { closed: false, payment: { state: "final" } },
    });
  });

  test("a lane that is not there", () => {
    const shop = openShop();
    expect(errorIn(close(shop, paymentKey("order-0009"), laneId("back"))).code).toBe("LANE_UNKNOWN");
    expect(shop.records()).toEqual([]);
  });
});
