/**
 * A terminal that repeats its last result only, in a process of its own: a sale keyed in by hand hides ours, and a line
 * that broke before ours arrived is told apart from that.
 */
import { expect, test } from "vitest";
import { openShop, ready } from "./shop.ts";
import type { Shop, Till } from "./shop.ts";

const sale = (amountMinor: number) => ({ lane: "till-1", amount: { amountMinor, currency: "EUR" } });
const device = { timeouts: { answerMs: 1_500, inquiryMs: 2_000, reconnectFirstMs: 50 } };

/** Sells while the terminal stands still, and pulls its plug before it has read anything. */
async function sellToNobody(shop: Shop, till: Till) {
  await ready(till);
  shop.terminal().signal("SIGSTOP");
  const payment = till.client.sale(sale(1_000));
  for await (const { type } of payment.events) if (type === "unknown") break;
  await shop.terminal().kill("SIGKILL");
  await shop.startTerminal();
  return await payment;
}

test("ours never came: proven by the payment before, without a person", { timeout: 60_000 }, async () => {
  await using shop = await openShop({ level: "C", device });
  await using till = shop.openTill();
  await ready(till);
  expect(await till.client.sale(sale(1_001))).toMatchObject({ outcome: { kind: "declined" } });
  expect(await sellToNobody(shop, till)).toMatchObject({
    state: "final",
    outcome: { kind: "failed", code: "NOT_COMPLETED" },
  });
  expect(await shop.live()).toEqual([]);
});

test("ours never came, and there is no payment before: a person has to look", { timeout: 60_000 }, async () => {
  await using shop = await openShop({ level: "C", device });
  await using till = shop.openTill();
  expect(await sellToNobody(shop, till)).toMatchObject({ state: "parked" });
});

test("ours was approved, and is hidden by one keyed in by hand: never not charged", { timeout: 60_000 }, async () => {
  await using shop = await openShop({ level: "C", device });
  await using till = shop.openTill();
  await ready(till);
  await till.client.sale(sale(1_000));
  await ready(till);
  const hidden = await till.client.sale(sale(1_078));
  expect((await shop.live()).map(({ authorizedMinor }) => authorizedMinor)).toEqual([1_000, 1_078, 500]);
  expect(hidden).toMatchObject({ state: "parked", payment: { recoveryLevel: "C" } });
  expect(hidden.payment?.parked?.reason).toMatch(/that is not it\. It shows KEYED\d+, 5\.00 EUR, approved/);
  await ready(till);
  expect(await till.client.sale(sale(1_000))).toMatchObject({ outcome: { kind: "approved" } });
});
