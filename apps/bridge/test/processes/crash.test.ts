/** The bridge is killed at twenty moments of a sale and started again: ledger, journal and the till's books agree. */
import { describe, expect, test } from "vitest";
import { openShop, ready, until } from "./shop.ts";
import type { Shop } from "./shop.ts";

const pacing = { presentMs: 120, pinMs: 120, processMs: 120, removeMs: 60 };
/** A sale with this pacing takes about half a second; moments before, in, and after it, half of them in each shop. */
const moments = [0, 28].map((first) => Array.from({ length: 10 }, (_, turn) => first + turn * 56));
const amount = { amountMinor: 1_000, currency: "EUR" };

describe("killed at any moment of a sale, and started again", () => {
  test.concurrent.each(moments)(
    "they agree: after %i, %i, %i, %i, … ms",
    async (...afterMs) => {
      await using shop = await openShop({ terminal: { pacing } });
      let live = 0;
      for (const moment of afterMs) live += await killAndAudit(shop, { afterMs: moment, liveBefore: live });
      expect(await shop.live()).toHaveLength(live);
      expect((await shop.live()).every(({ committed }) => committed)).toBe(true);
    },
    300_000,
  );
});

/** One sale with a kill in it; gives how many live approvals there are more. */
async function killAndAudit(
  shop: Shop,
  { afterMs, liveBefore }: { afterMs: number; liveBefore: number },
): Promise<number> {
  await using till = shop.openTill();
  await ready(till);
  const payment = till.client.sale({ lane: "till-1", amount });
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await shop.bridge().kill("SIGKILL");
  await shop.startBridge();
  const result = await payment;
  if (result.state !== "final") throw new Error(`Killed after ${afterMs} ms, it was ${result.state}.`);
  const added = result.outcome.kind === "approved" ? 1 : 0;
  expect(till.books.get(payment.key)?.outcome).toEqual(result.outcome);
  await until(async () => (await till.client.get(payment.key)).acknowledged);
  expect((await till.client.get(payment.key)).outcome).toEqual(result.outcome);
  await until(async () => (await shop.live()).length === liveBefore + added);
  const settled = { openPayments: 0, parkedPayments: 0, undeliveredPayments: 0 };
  expect(await till.client.status()).toMatchObject(settled);
  return added;
}
