/** The bridge dies in the middle of a payment and comes back: what was open is taken up, nothing is sent again. */
import { describe, expect, test } from "vitest";
import { openShop } from "../harness/shop.ts";

describe("an undoing that was decided", () => {
  test("is taken up before the lane is given anything new", () => {
    const shop = openShop({
      traits: { commits: "at-once" },
      sales: [{ outcome: "approve-other-amount" }],
      inquiries: [{ requestLost: true }],
    });
    shop.sale();
    shop.run(6_000);
    expect(shop.payment()?.outcome).toMatchObject({ reversal: "pending" });
    shop.restart();
    shop.run(100);
    expect(shop.payment()?.outcome).toMatchObject({ reversal: "done" });
    expect(shop.ledger()).toEqual(["reversed"]);
  });

  test("a terminal that cannot reverse, and was told to undo, is asked what it did", () => {
    const shop = openShop({
      traits: { reverses: "no" },
      sales: [{ outcome: "approve-other-amount", answerLost: true }],
    });
    shop.sale();
    shop.run(6_000);
    expect(shop.payment()?.outcome).toMatchObject({ reversal: "pending" });
    shop.restart();
    shop.run(100);
    expect(shop.effects("look-up")).toHaveLength(1);
    expect(shop.payment()).toMatchObject({ outcome: { reversal: "done" } });
    expect(shop.payment()?.parked).toBeUndefined();
  });

  test("a terminal that asks again hears the same verdict", () => {
    const shop = openShop({
      traits: { reverses: "no", unheard: "ask-again" },
      sales: [{ outcome: "approve-other-amount" }],
      syncMs: () => 1,
    });
    shop.sale();
    shop.run(5_003); // the verdict is written down, and is lost with the bridge
    shop.restart();
    shop.run(20_000);
    expect(shop.payment()?.outcome).toMatchObject({ reversal: "done" });
    expect(shop.effects("settle").map(({ verdict }) => verdict)).toEqual(["undo", "undo"]);
  });
});
