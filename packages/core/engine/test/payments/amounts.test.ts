/** Does an approval fit what was asked for (R6)? By currency, requested amount and the parts that are allowed. */
import { describe, expect, test } from "vitest";
import type { Approved, AttemptOutcome, Breakdown, SaleCommand } from "@tillwire/plugin-api";
import { AMOUNT_MINOR_MAX, plainBreakdown } from "@tillwire/plugin-api";
import { errorIn, front, openShop, paymentIn, saleCommand } from "../harness/shop.ts";
import type { Shop } from "../harness/shop.ts";
import type { TerminalTraits } from "../harness/terminal-traits.ts";

const asked = plainBreakdown(saleCommand.amount);

function approval(changes: Partial<Breakdown>, hostReference = "H1"): Approved {
  return { kind: "approved", breakdown: { ...asked, ...changes }, hostReference };
}

/** Runs a sale to which the terminal gives this answer, without having asked before. */
function answered(outcome: Approved, changes: Partial<SaleCommand> = {}, traits: Partial<TerminalTraits> = {}) {
  const shop = openShop({ traits, sales: [{ thinkMs: 600_000 }] });
  const sale = shop.sale(changes);
  shop.run(1_000);
  answer(shop, outcome);
  shop.run(1_000);
  return { shop, sale };
}

function answer(shop: Shop, outcome: AttemptOutcome): void {
  const [execute] = shop.effects("execute");
  if (execute) shop.world.dispatch({ type: "executed", attempt: execute.attempt, answer: { result: outcome } });
}

interface Fitting {
  readonly breakdown: Partial<Breakdown>;
  readonly changes?: Partial<SaleCommand>;
  readonly traits?: Partial<TerminalTraits>;
}

const withTip = { tipMinor: 150, authorizedMinor: 1200 };

test.each<readonly [string, Fitting]>([
  ["exactly what was asked for", { breakdown: {} }],
  [
    "with the tip that the POS stated",
    { breakdown: { tipMinor: 100, authorizedMinor: 1150 }, changes: { tipMinor: 100 } },
  ],
  [
    "with cashback that the POS stated",
    { breakdown: { cashbackMinor: 2_000, authorizedMinor: 3050 }, changes: { cashbackMinor: 2_000 } },
  ],
  ["with a tip from the device, where it may add one", { breakdown: withTip, traits: { tipOnDevice: true } }],
  [
    "with more tip than was stated, where the device may add one",
    { breakdown: withTip, changes: { tipMinor: 100 }, traits: { tipOnDevice: true } },
  ],
])("fits: %s", (_, { breakdown, changes, traits }) => {
  const { sale } = answered(approval(breakdown), changes, traits);
  expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved", breakdown });
});

test("a tip that was stated is not left out by a device that may add one: it is undone", () => {
  const { shop, sale } = answered(approval({}), { tipMinor: 100 }, { tipOnDevice: true });
  shop.run(10_000);
  expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "ANSWER_MISMATCH" });
});

test.each([
  ["another currency", { currency: "USD" }, {}],
  ["another requested amount", { requestedMinor: 1051, authorizedMinor: 1051 }, {}],
  ["the amount of another sale, as if it were a partial approval", { requestedMinor: 2_100 }, {}],
  ["more than the parts add up to", { authorizedMinor: 1051 }, {}],
  ["a tip that nobody may add", { tipMinor: 150, authorizedMinor: 1200 }, {}],
  ["without the tip that was stated", {}, { tipMinor: 100 }],
  ["a surcharge", { surchargeMinor: 10, authorizedMinor: 1060 }, {}],
  ["nothing at all", { authorizedMinor: 0 }, {}],
] as const)("does not fit, and is undone: %s", (_, breakdown, changes) => {
  const { shop, sale } = answered(approval(breakdown), changes);
  expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "ANSWER_MISMATCH", reversal: "pending" });
  expect(shop.effects("reverse")[0]?.request).toMatchObject({ reason: "mismatch", hostReference: "H1" });
});

test("a terminal that cannot reverse what does not fit: parked, and the POS is told no falsehood", () => {
  const { sale } = answered(approval({ currency: "USD" }), {}, { reverses: "no" });
  expect(paymentIn(sale)).toMatchObject({ state: "parked", parked: { references: { trace: "000001" } } });
});

describe("the verdict does not depend on how the device is at the moment", () => {
  const tipped = approval(withTip);

  test("a device that is lost just before its answer arrives", () => {
    const shop = openShop({ traits: { tipOnDevice: true }, sales: [{ thinkMs: 600_000 }] });
    const sale = shop.sale();
    shop.run(1_000);
    const error = { code: "LINK_LOST", message: "Gone.", effect: "possible", retry: false } as const;
    shop.world.dispatch({ type: "device-lost", lane: front, error });
    answer(shop, tipped);
    shop.run(10);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved", breakdown: { tipMinor: 150 } });
  });

  test("a terminal that reports before it is ready", () => {
    const shop = openShop({
      traits: { tipOnDevice: true, unheard: "ask-again" },
      sales: [{ outcome: "approve-with-tip" }],
    });
    shop.sale();
    shop.run(1_000);
    const references = shop.payment()?.attempt?.references ?? {};
    shop.world.crash();
    shop.world.start();
    shop.world.dispatch({
      type: "settle-asked",
      lane: front,
      settleId: "early",
      request: { references, outcome: tipped },
    });
    shop.run(10);
    expect(shop.effects("settle")).toMatchObject([{ settleId: "early", verdict: "keep" }]);
  });
});

describe("a terminal that was told to keep one amount", () => {
  function held() {
    const shop = openShop({ sales: [{ thinkMs: 600_000 }] });
    const sale = shop.sale();
    shop.run(1_000);
    const references = shop.payment()?.attempt?.references ?? {};
    const settle = (settleId: string, outcome: Approved): void => {
      shop.world.dispatch({ type: "settle-asked", lane: front, settleId, request: { references, outcome } });
      shop.run(10);
    };
    settle("one", approval({}));
    return { shop, sale, settle };
  }

  test("may not commit another", () => {
    const { shop, settle } = held();
    settle("same", approval({}));
    settle("other", approval({ requestedMinor: 9_999, authorizedMinor: 9_999 }));
    expect(shop.effects("settle").map(({ verdict }) => verdict)).toEqual(["keep", "keep", "undo"]);
  });

  test("may not commit a second one of the same amount: that would charge twice", () => {
    const { shop, settle } = held();
    settle("second", approval({}, "H2"));
    expect(shop.effects("settle").map(({ verdict }) => verdict)).toEqual(["keep", "undo"]);
    expect(shop.records().filter((type) => type === "settled" || type === "reversal")).toEqual(["settled"]);
    expect(shop.payment()?.held?.hostReference).toBe("H1");
  });

  test("and then answers with a second one of the same amount: undone, not told as approved", () => {
    const { shop, sale } = held();
    answer(shop, approval({}, "H2"));
    shop.run(1_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "ANSWER_MISMATCH" });
  });

  test("and then knows nothing of it, as one that was exchanged: parked, never told as not charged", () => {
    const shop = openShop({ settings: { attemptTimeoutMs: 5_000 }, sales: [{ requestLost: true }] });
    const sale = shop.sale();
    shop.run(1_000);
    const references = shop.payment()?.attempt?.references ?? {};
    const request = { references, outcome: approval({}) };
    shop.world.dispatch({ type: "settle-asked", lane: front, settleId: "one", request });
    shop.run(60_000);
    expect(shop.effects("settle")).toMatchObject([{ verdict: "keep" }]);
    const reason = expect.stringContaining("may have been charged") as string;
    expect(shop.payment()).toMatchObject({ parked: { reason } });
    expect(paymentIn(sale)).toMatchObject({ state: "parked" });
    expect(paymentIn(sale).outcome).toBeUndefined();
  });

  test("and then says another: it is undone, not told as approved", () => {
    const { shop, sale } = held();
    answer(shop, approval({ requestedMinor: 9_999, authorizedMinor: 9_999 }));
    shop.run(1_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "ANSWER_MISMATCH" });
  });

  test.each([
    { kind: "failed", code: "REVERSED", message: "The terminal undid it." },
    { kind: "declined", reason: "unspecified" },
    { kind: "canceled", by: "shopper" },
  ] as const)("and then says $kind: looked up before it is believed", (result) => {
    const { shop, sale } = held();
    answer(shop, result);
    shop.run(100);
    expect(sale.replies).toEqual([]);
    expect(shop.effects("look-up")).toHaveLength(1);
  });

  test("and then fails without a clear word: looked up, never failed", () => {
    const { shop, sale } = held();
    const [execute] = shop.effects("execute");
    if (!execute) throw new Error("Nothing was sent.");
    const error = { code: "DEVICE_UNREACHABLE", message: "Gone.", effect: "none", retry: true } as const;
    shop.world.dispatch({ type: "executed", attempt: execute.attempt, answer: { error } });
    shop.run(100);
    expect(sale.replies).toEqual([]);
    expect(shop.effects("look-up")).toHaveLength(1);
  });
});

test("tax is a part of the amount: the largest amount may be stated with it, and with nothing on top", () => {
  const largest = { amount: { amountMinor: AMOUNT_MINOR_MAX, currency: "EUR" }, taxMinor: 1 };
  const taken = openShop();
  const sale = taken.sale(largest);
  taken.run(10_000);
  expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved" });
  expect(errorIn(openShop().sale({ ...largest, tipMinor: 1 }))).toMatchObject({ code: "REQUEST_INVALID" });
});
