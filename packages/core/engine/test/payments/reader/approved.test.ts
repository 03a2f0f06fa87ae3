/** A sale with a reader and a gateway, from the card to the card's last word. */
import { expect, test } from "vitest";
import { openCounter } from "../../harness/counter.ts";
import { paymentIn } from "../../harness/shop.ts";

test("approved: read, written down, sent, answered, finished, told", () => {
  const shop = openCounter();
  const sale = shop.sale();
  shop.run(10_000);
  expect(paymentIn(sale)).toMatchObject({
    state: "final",
    recoveryLevel: "B",
    outcome: {
      kind: "approved",
      card: { entry: "chip" },
      emv: { "9F27": "40" },
      breakdown: { authorizedMinor: 1_050 },
    },
  });
  expect(shop.books()).toEqual(["live"]);
  expect(shop.records()).toEqual(["numbers", "intent", "prepared", "sent", "settled", "outcome"]);
  expect(shop.heard()).toEqual(["accepted", "sent", "online-answered", "completed"]);
  const [finish] = shop.effects("finish-card");
  expect(finish?.request.answer).toMatchObject({ verdict: "approved", authorizationCode: "A12345" });
});

test("a card that is done at once: the outcome does not wait for the reader, which only shows it", () => {
  const shop = openCounter({ reads: [{ ends: "final", entry: "contactless", lastWord: "gone" }] });
  const sale = shop.sale();
  shop.run(10_000);
  expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved", card: { entry: "contactless" } });
  expect(shop.books()).toEqual(["live"]);
  expect(shop.records()).not.toContain("settled");
});

test("the card is asked for everything, the gateway for the amount and its parts", () => {
  const shop = openCounter();
  shop.sale({ tipMinor: 100, cashbackMinor: 2_000 });
  shop.run(10_000);
  const [read] = shop.effects("read-card");
  expect(read?.request).toMatchObject({ amount: { amountMinor: 3_150 }, cashbackMinor: 2_000 });
  const [asked] = shop.effects("ask-gateway");
  expect(asked?.request).toMatchObject({ amount: { amountMinor: 1_050 }, tipMinor: 100, cashbackMinor: 2_000 });
  expect(shop.payment()?.outcome).toMatchObject({ kind: "approved", breakdown: { authorizedMinor: 3_150 } });
});

test("the lane takes the next payment when the reader is done with the card", () => {
  const shop = openCounter({ reads: [{ ends: "final", finishMs: 5_000 }] });
  shop.sale();
  shop.run(3_000);
  expect(shop.payment()?.outcome?.kind).toBe("approved");
  expect(
    shop.world
      .host()
      .durable()
      .lanes.get(shop.payment()?.lane as never)?.active,
  ).toBeDefined();
  shop.run(5_000);
  expect(
    shop.world
      .host()
      .durable()
      .lanes.get(shop.payment()?.lane as never)?.active,
  ).toBeUndefined();
});

test("a shopper who took long leaves the payment host its own time", () => {
  const shop = openCounter({ reads: [{ readMs: 85_000 }], messages: [{ travelMs: 6_000 }] });
  shop.sale();
  shop.run(120_000); // the attempt may take 90 s, the read alone took 85
  expect(shop.payment()?.outcome).toMatchObject({ kind: "approved" });
  expect(shop.books()).toEqual(["live"]);
});
