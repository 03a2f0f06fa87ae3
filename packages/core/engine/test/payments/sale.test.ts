/** A sale from the request to its outcome: what the terminal can say, and what the POS is told. */
import { describe, expect, test } from "vitest";
import { laneId, paymentKey } from "@tillwire/plugin-api";
import { errorIn, openShop, paymentIn } from "../harness/shop.ts";

const otherKey = paymentKey("order-0002");

describe("a clear answer", () => {
  test("approved: written down, told, and live at the terminal", () => {
    const shop = openShop();
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale)).toMatchObject({ state: "final", outcome: { kind: "approved" }, recoveryLevel: "B" });
    expect(shop.ledger()).toEqual(["live"]);
    expect(shop.heard()).toEqual(["accepted", "sent", "card-presented", "online-answered", "completed"]);
    expect(shop.records()).toEqual(["numbers", "intent", "sent", "settled", "outcome"]);
  });

  test("approved by a terminal that commits without asking", () => {
    const shop = openShop({ traits: { commits: "at-once" } });
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved", hostReference: "H00000" });
    expect(shop.records()).toEqual(["numbers", "intent", "sent", "outcome"]);
  });

  test.each([
    ["decline", { kind: "declined", reason: "insufficient-funds" }],
    ["shopper-cancels", { kind: "canceled", by: "shopper" }],
    ["fail", { kind: "failed", code: "DEVICE_REFUSED" }],
  ] as const)("%s: final, and nothing has to be undone", (outcome, expected) => {
    const shop = openShop({ sales: [{ outcome }] });
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale)).toMatchObject({ state: "final", outcome: expected });
    expect(paymentIn(sale).outcome).not.toHaveProperty("reversal");
    expect(shop.effects("reverse")).toEqual([]);
  });

  test("a terminal that answers twice is heard once", () => {
    const shop = openShop({ sales: [{ answersTwice: true }] });
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale).state).toBe("final");
    expect(shop.heard().filter((type) => type === "completed")).toHaveLength(1);
  });

  test("an error that moved nothing ends as failed, at once", () => {
    const shop = openShop();
    const sale = shop.sale();
    shop.terminal.disconnect(true); // the engine has not heard yet: it calls a terminal that is away
    shop.run(1_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "DEVICE_UNREACHABLE" });
    expect(shop.ledger()).toEqual([]);
  });
});

describe("the way into the journal", () => {
  test("nothing reaches the terminal and nobody is told before the records are durable", () => {
    const shop = openShop({ syncMs: () => 500 });
    shop.run(1_000);
    shop.sale();
    shop.run(499);
    expect(shop.effects("execute")).toEqual([]);
    expect(shop.heard()).toEqual([]);
    shop.run(1);
    expect(shop.effects("execute")).toHaveLength(1);
    expect(shop.records()).toEqual(["numbers", "intent", "sent"]);
    expect(shop.heard()).toEqual(["accepted", "sent"]);
  });

  test("what the terminal is given has the parts, and the references that were written down", () => {
    const shop = openShop();
    shop.sale({ tipMinor: 100, cashbackMinor: 2_000, taxMinor: 0 });
    shop.run(10_000);
    const [execute] = shop.effects("execute");
    expect(execute?.request).toMatchObject({ operation: "sale", tipMinor: 100, cashbackMinor: 2_000 });
    expect(execute?.request).not.toHaveProperty("taxMinor");
    expect(execute?.request.references).toEqual(shop.payment()?.attempt?.references);
    expect(shop.payment()?.outcome).toMatchObject({ kind: "approved", breakdown: { authorizedMinor: 3_150 } });
  });
});

describe("what is refused, and touches nothing", () => {
  test.each([
    [
      "a currency that the lane does not take",
      { amount: { amountMinor: 1, currency: "CHF" } },
      "OPERATION_UNSUPPORTED",
    ],
    ["more than an amount can be", { tipMinor: 999_999_999_999 }, "REQUEST_INVALID"],
    ["a lane that is not there", { lane: laneId("back") }, "LANE_UNKNOWN"],
  ] as const)("%s", (_, changes, code) => {
    const shop = openShop();
    const sale = shop.sale(changes);
    shop.run(10_000);
    expect(errorIn(sale)).toMatchObject({ code, effect: "none" });
    expect(shop.records()).toEqual([]);
    expect(shop.ledger()).toEqual([]);
  });

  test("partial approval where the lane allows none", () => {
    const shop = openShop({ settings: { partialApproval: false } });
    const refused = shop.sale();
    shop.run(10_000);
    expect(errorIn(refused).code).toBe("OPERATION_UNSUPPORTED");
  });

  test("a second sale while one runs: busy, and may be sent again", () => {
    const shop = openShop();
    const first = shop.sale();
    shop.run(100);
    const second = shop.sale({ key: otherKey });
    shop.run(10_000);
    expect(errorIn(second)).toMatchObject({ code: "LANE_BUSY", effect: "none", retry: true });
    expect(paymentIn(first).outcome?.kind).toBe("approved");
    expect(shop.ledger()).toEqual(["live"]);
  });

  test("a sale while the terminal is away, and one after it came back", () => {
    const shop = openShop();
    shop.terminal.disconnect();
    const refused = shop.sale();
    shop.run(100);
    expect(errorIn(refused)).toMatchObject({ code: "LANE_NOT_READY", retry: true });
    shop.terminal.connect();
    const taken = shop.sale();
    shop.run(10_000);
    expect(paymentIn(taken).outcome?.kind).toBe("approved");
  });

  test("a sale while others get their time to end; those are told their outcome", () => {
    const shop = openShop();
    const waiting = shop.sale();
    shop.run(100);
    shop.world.dispatch({ type: "stopping" });
    const late = shop.sale({ key: otherKey });
    shop.run(10_000);
    expect(paymentIn(waiting).outcome?.kind).toBe("approved");
    expect(errorIn(late)).toMatchObject({ code: "BRIDGE_STOPPING", effect: "none" });
  });

  test("a sale while the bridge stops; who waits is sent away and can ask after the restart", () => {
    const shop = openShop();
    const waiting = shop.sale();
    shop.run(100);
    shop.world.dispatch({ type: "stop" });
    const late = shop.sale({ key: otherKey });
    shop.run(100);
    expect(errorIn(waiting)).toMatchObject({ code: "BRIDGE_STOPPING", effect: "possible" });
    expect(errorIn(late)).toMatchObject({ code: "BRIDGE_STOPPING", effect: "none" });
  });
});
