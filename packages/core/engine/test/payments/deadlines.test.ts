/** Time runs out: for the POS, for the device, for a question. A timeout is never a decline (R2). */
import { expect, test } from "vitest";
import { key, openShop, paymentIn } from "../harness/shop.ts";

test("the POS is told unknown after the lane's time, and the event resolved brings the rest, once", () => {
  const shop = openShop({ sales: [{ thinkMs: 70_000 }] });
  const sale = shop.sale();
  shop.run(59_990);
  expect(sale.replies).toEqual([]);
  shop.run(20);
  expect(paymentIn(sale)).toMatchObject({ state: "unknown" });
  expect(shop.heard().at(-1)).toBe("unknown");
  shop.run(20_000);
  expect(shop.payment()?.outcome?.kind).toBe("approved");
  expect(shop.heard().filter((type) => type === "completed" || type === "resolved")).toEqual(["resolved"]);
});

test("a POS that asks again while the payment is unknown waits again, and gets the outcome", () => {
  const shop = openShop({ sales: [{ thinkMs: 70_000 }] });
  shop.sale();
  shop.run(61_000);
  const again = shop.sale();
  shop.run(1_000);
  expect(again.replies).toEqual([]);
  shop.run(10_000);
  expect(paymentIn(again).outcome?.kind).toBe("approved");
});

test("a POS that asks while the payment is undecided for long gets unknown again", () => {
  const shop = openShop({
    sales: [{ thinkMs: 85_000, answerLost: true }],
    inquiries: [{ requestLost: true }, { requestLost: true }],
  });
  shop.sale();
  shop.run(61_000);
  const again = shop.sale();
  shop.run(60_000);
  expect(paymentIn(again).state).toBe("unknown");
});

test("the device has had long enough: the attempt is given up and looked up, never declined", () => {
  const shop = openShop({ sales: [{ answerLost: true }] });
  shop.sale();
  shop.run(89_990);
  expect(shop.effects("give-up")).toEqual([]);
  shop.run(100);
  expect(shop.effects("give-up")).toHaveLength(1);
  expect(shop.effects("look-up")).toHaveLength(1);
  expect(shop.payment()?.outcome).toMatchObject({ kind: "approved" });
  expect(shop.ledger()).toEqual(["live"]);
});

test("a terminal that was told to undo and never answers is given up too", () => {
  const shop = openShop({ sales: [{ outcome: "approve-other-amount", answerLost: true }] });
  shop.sale();
  shop.run(91_000);
  expect(shop.effects("give-up")).toHaveLength(1);
  expect(shop.payment()?.outcome).toMatchObject({ reversal: "done" });
});

test("a deadline that passes while the outcome is being written says nothing any more", () => {
  const shop = openShop({
    settings: { answerWithinMs: 5_010 },
    sales: [{ outcome: "approve-other-amount", answerLost: true }],
    syncMs: () => 20,
  });
  shop.run(1_000);
  const sale = shop.sale();
  shop.run(10_000); // the outcome is decided just before the deadline, and durable just after it
  expect(paymentIn(sale)).toMatchObject({ state: "final", outcome: { kind: "failed", reversal: "pending" } });
  expect(shop.heard()).not.toContain("unknown");
  expect(shop.heard().at(-1)).toBe("completed");
});

test("no lookup before the device is back, one as soon as it is", () => {
  const shop = openShop();
  shop.sale();
  shop.run(1_000);
  shop.terminal.disconnect();
  shop.run(30_000);
  expect(shop.effects("look-up")).toEqual([]);
  expect(shop.payment()?.outcome).toBeUndefined();
  shop.terminal.connect();
  shop.run(100);
  expect(shop.effects("look-up")).toHaveLength(1);
  expect(shop.heard()).toContain("unknown");
  expect(shop.till.ask({ type: "payment.get", payment: { key } }).replies).toHaveLength(1);
});
