/** A bridge, a terminal and a till in processes of their own: what the till is told is what the terminal did. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, greeting } from "./ask.ts";
import { openShop, ready, until } from "./shop.ts";
import type { Shop, Till } from "./shop.ts";

const sale = (amountMinor: number) => ({ lane: "till-1", amount: { amountMinor, currency: "EUR" } });
const timeouts = { answerMs: 1_500, inquiryMs: 2_000, reconnectFirstMs: 50 };
/** Time enough to do something while the shopper is at it. */
const pacing = { presentMs: 150, pinMs: 150, processMs: 50, removeMs: 0 };

describe("at level B", () => {
  let shop: Shop;
  let till: Till;

  beforeAll(async () => {
    shop = await openShop({ device: { timeouts }, terminal: { pacing, lateMs: 2_500, rebootMs: 300 } });
    till = shop.openTill();
  }, 60_000);

  afterAll(async () => {
    await till.client.close();
    await shop[Symbol.asyncDispose]();
  });

  /** Sells, and gives what came of it: for the till, and more that is live at the terminal than before. */
  async function sell(amountMinor: number) {
    await ready(till);
    const before = await shop.live();
    const payment = till.client.sale(sale(amountMinor));
    const added = async () => (await shop.live()).slice(before.length);
    return { payment, added };
  }

  test("the bridge says who it is, by the name that the configuration gives it", async () => {
    const bridge = { name: "Front counter", mode: "demo" };
    expect(await greeting(shop.url)).toMatchObject({ method: "bridge.hello", params: { bridge } });
  });

  test("approved: one live approval of this amount, acknowledged", async () => {
    const { payment, added } = await sell(1_000);
    expect(await payment).toMatchObject({ state: "final", outcome: { kind: "approved" } });
    expect(till.books.get(payment.key)?.outcome).toMatchObject({ kind: "approved" });
    expect(await added()).toMatchObject([{ authorizedMinor: 1_000, currency: "EUR", committed: true }]);
    await until(async () => (await till.client.get(payment.key)).acknowledged);
  });

  test.each([
    ["declined by the issuer", 1_001, { kind: "declined", reason: "insufficient-funds" }],
    ["canceled by the shopper", 1_041, { kind: "canceled", by: "shopper" }],
    ["three wrong PINs", 1_045, { kind: "declined", reason: "pin-tries-exceeded" }],
    ["half approved, and nobody allowed a part", 1_046, { kind: "declined", reason: "insufficient-funds" }],
  ])("%s: nothing is live", async (_, amountMinor, outcome) => {
    const { payment, added } = await sell(amountMinor);
    expect(await payment).toMatchObject({ state: "final", outcome });
    expect(await added()).toEqual([]);
  });

  test("half approved: the till is asked, and says yes", async () => {
    await ready(till);
    const before = await shop.live();
    const payment = till.client.sale({ ...sale(1_046), partialApproval: true });
    for await (const update of payment.events) {
      if (update.type !== "question") continue;
      await payment.answer(update.question.questionId, { kind: "partial-approval", accept: true });
      break;
    }
    expect(await payment).toMatchObject({ outcome: { kind: "approved", breakdown: { authorizedMinor: 523 } } });
    expect((await shop.live()).slice(before.length)).toMatchObject([{ authorizedMinor: 523, committed: true }]);
  });

  test("canceled by the till while the shopper looks for the card: nothing is live", async () => {
    const { payment, added } = await sell(1_000);
    for await (const { type } of payment.events) if (type === "prompt") break;
    expect(await payment.cancel()).toBe("canceling");
    expect(await payment).toMatchObject({ outcome: { kind: "canceled", by: "pos" } });
    expect(await added()).toEqual([]);
  });

  test("canceled too late: approved all the same, and it says so", async () => {
    const { payment, added } = await sell(1_000);
    await payment;
    expect(await ask(shop.url, "payment.cancel", { key: payment.key })).toEqual({ cancel: "too-late" });
    expect(await added()).toHaveLength(1);
  });

  test.each([
    ["approves and never answers", 1_061],
    ["answers late", 1_062],
    ["answers twice", 1_063],
    ["answers another amount", 1_064],
    ["answers for another reference", 1_065],
    ["answers garbage", 1_066],
    ["approves more than was asked for", 1_047],
    ["loses the connection before it approves", 1_071],
    ["loses the connection after it approved", 1_072],
    ["loses the connection after the commit", 1_073],
  ])("a terminal that %s: the till and the terminal agree in the end", async (_, amountMinor) => {
    const { payment, added } = await sell(amountMinor);
    const result = await payment;
    expect(result.state).toBe("final");
    const approved = result.state === "final" && result.outcome.kind === "approved";
    await until(async () => (await added()).length === (approved ? 1 : 0));
    const exact = (await added()).every(
      ({ authorizedMinor, committed }) => committed && authorizedMinor === amountMinor,
    );
    expect(exact).toBe(true);
  });

  test("a till that is gone in the middle, and back, gets its answer", async () => {
    const { payment, added } = await sell(1_000);
    payment.catch(() => undefined); // this life of the till does not wait for it
    for await (const { type } of payment.events) if (type === "prompt") break;
    await till.client.close();
    till = shop.openTill(till);
    const [resumed] = await till.client.resume();
    expect(resumed?.key).toBe(payment.key);
    expect(await resumed).toMatchObject({ outcome: { kind: "approved" } });
    expect(till.books.get(payment.key)?.outcome.kind).toBe("approved");
    expect(await added()).toHaveLength(1);
  });

  test("a terminal that is gone in the middle, and back: they agree", async () => {
    const { payment, added } = await sell(1_000);
    for await (const { type } of payment.events) if (type === "prompt") break;
    await shop.terminal().kill("SIGKILL");
    await shop.startTerminal();
    const result = await payment;
    const approved = result.state === "final" && result.outcome.kind === "approved";
    expect(await added()).toHaveLength(approved ? 1 : 0);
  });

  test("a terminal that is not there: the till is told why, and nothing is run", async () => {
    await ready(till);
    await shop.terminal().kill("SIGKILL");
    await until(async () => (await till.client.laneStatus("till-1")).state === "lost");
    await expect(till.client.sale(sale(1_000))).rejects.toMatchObject({ code: "LANE_NOT_READY", effect: "none" });
    await shop.startTerminal();
    await ready(till);
  });
}, 60_000);

test.each(["C", "D"] as const)(
  "at level %s a terminal that dropped the line ends as far as it can tell",
  async (level) => {
    await using shop = await openShop({ level, device: { timeouts } });
    await using till = shop.openTill();
    await ready(till);
    const result = await till.client.sale(sale(1_072));
    const live = await shop.live();
    const approved = result.state === "final" && result.outcome.kind === "approved";
    if (level === "C") expect(live).toHaveLength(approved ? 1 : 0);
    else expect(result).toMatchObject({ state: "parked", payment: { recoveryLevel: "D" } });
  },
  60_000,
);
