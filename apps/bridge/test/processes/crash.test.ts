/**
 * The bridge is killed at twenty moments of a sale, each one seen to have come, and started again: the terminal's ledger,
 * the journal (as the bridge tells it) and the till's books agree each time.
 */
import { describe, expect, test } from "vitest";
import type { Payment } from "@tillwire/client";
import { openShop, ready, until } from "./shop.ts";
import type { Shop } from "./shop.ts";

/** Slow enough for every moment to be one of its own. */
const pacing = { presentMs: 100, pinMs: 100, processMs: 100, removeMs: 50 };
const amount = { amountMinor: 1_000, currency: "EUR" };

/** What the till heard of its payment, in order. */
const heard = [
  "submitted",
  "accepted",
  "sent",
  "prompt present-card",
  "card-presented",
  "prompt enter-pin",
  "prompt processing",
  "prompt approved",
  "online-answered",
  "completed",
] as const;

/** What passed between bridge and terminal, in order. */
const onTheWire = [
  "sale 10.00 EUR",
  "prompt present-card",
  "card",
  "prompt enter-pin",
  "prompt processing",
  "prompt approved",
  "prompt remove-card",
  "result approved, uncommitted",
  "commit",
  "committed",
] as const;

/** From here on the terminal has been told to keep its approval, or may have: the till comes back and gets it. */
const approvedFrom = { heard: "online-answered", onTheWire: "commit" };

describe("killed at a moment of a sale, and started again", () => {
  test.concurrent(`as the till heard it: ${heard.join(", ")}`, { timeout: 300_000 }, async () => {
    await playAll(heard, approvedFrom.heard, async (_, payment, moment) => {
      for await (const update of payment.events) {
        if ("promptId" in update ? moment === `prompt ${update.promptId}` : moment === update.type) return;
      }
      throw new Error(`The till never heard ${moment}.`);
    });
  });

  test.concurrent(`as it passed on the wire: ${onTheWire.join(", ")}`, { timeout: 300_000 }, async () => {
    await playAll(onTheWire, approvedFrom.onTheWire, async (seen, _, moment) => {
      await seen((line) => (textOf(line) === moment ? true : undefined));
    });
  });
});

type Seen = (find: (line: unknown) => true | undefined) => Promise<true>;
type Reached = (seen: Seen, payment: Payment, moment: string) => Promise<void>;

async function playAll(moments: readonly string[], approvedAt: string, reached: Reached): Promise<void> {
  await using shop = await openShop({ terminal: { pacing } });
  let live = 0;
  for (const [index, moment] of moments.entries()) {
    const added = await killAndAudit(shop, live, (seen, payment) => reached(seen, payment, moment));
    if (index >= moments.indexOf(approvedAt)) expect(added, moment).toBe(1);
    live += added;
  }
  expect((await shop.live()).every(({ committed }) => committed)).toBe(true);
}

/** One sale with a kill in it; gives how many live approvals there are more. */
async function killAndAudit(
  shop: Shop,
  liveBefore: number,
  reached: (seen: Seen, payment: Payment) => Promise<void>,
): Promise<number> {
  await using till = shop.openTill();
  await ready(till);
  const [terminal, linesBefore] = [shop.terminal(), shop.terminal().lines.length];
  const payment = till.client.sale({ lane: "till-1", amount });
  await reached((find) => terminal.line(find, linesBefore), payment);
  await shop.bridge().kill("SIGKILL");
  await shop.startBridge();
  const result = await payment;
  if (result.state !== "final") throw new Error(`It was ${result.state}.`);
  const added = result.outcome.kind === "approved" ? 1 : 0;
  expect(till.books.get(payment.key)?.outcome).toEqual(result.outcome);
  await until(async () => (await till.client.get(payment.key)).acknowledged);
  expect((await till.client.get(payment.key)).outcome).toEqual(result.outcome);
  await until(async () => (await shop.live()).length === liveBefore + added);
  const settled = { openPayments: 0, parkedPayments: 0, undeliveredPayments: 0 };
  expect(await till.client.status()).toMatchObject(settled);
  return added;
}

function textOf(line: unknown): unknown {
  return typeof line === "object" && line !== null && "text" in line ? line.text : undefined;
}
