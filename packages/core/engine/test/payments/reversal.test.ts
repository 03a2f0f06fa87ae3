/** Undoing an approval that is not wanted: decided durably, repeated until the terminal has undone it, or refused for good. */
import { describe, expect, test } from "vitest";
import { paymentKey } from "@tillwire/plugin-api";
import { openShop, paymentIn } from "../harness/shop.ts";
import type { InquiryPlan } from "../harness/terminal-traits.ts";

const otherKey = paymentKey("order-0002");
const silent = (count: number): readonly Partial<InquiryPlan>[] =>
  Array.from({ length: count }, () => ({ requestLost: true }));

describe('"not found" in answer to a reversal (R3)', () => {
  const late = { horizonMs: 10_000, refusesLateArrival: false } as const;
  // The terminal asks, is told to undo and does so, and its answer gets lost: the reversal finds nothing to undo.
  const undone = { outcome: "approve-other-amount", answerLost: true } as const;

  test("is final where nothing can arrive late", () => {
    const shop = openShop({ traits: { horizonMs: 0, refusesLateArrival: false }, sales: [undone] });
    const sale = shop.sale();
    shop.run(95_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "ANSWER_MISMATCH", reversal: "pending" });
    expect(shop.payment()?.outcome).toMatchObject({ reversal: "done" });
    expect(shop.effects("reverse")).toHaveLength(1);
  });

  test("is final at once where the terminal refuses what arrives late", () => {
    const shop = openShop({ traits: { ...late, refusesLateArrival: true, horizonMs: 600_000 }, sales: [undone] });
    shop.sale();
    shop.run(95_000);
    expect(shop.effects("reverse")).toHaveLength(1);
    expect(shop.payment()?.reversal?.state).toBe("done");
  });

  test("is otherwise repeated until the question has left after the last possible arrival", () => {
    const shop = openShop({ traits: late, sales: [{ ...undone }], inquiries: [{ answerMs: 12_000 }] });
    shop.sale();
    shop.run(5_100);
    shop.terminal.disconnect(); // just after the verdict: the terminal has undone it, the answer is lost
    shop.terminal.connect();
    shop.run(11_000);
    expect(shop.effects("reverse")).toHaveLength(1); // left before the horizon, is answered after it
    shop.run(2_000);
    expect(shop.payment()?.reversal?.state).toBe("pending");
    shop.run(2_000);
    expect(shop.effects("reverse")).toHaveLength(2);
    expect(shop.payment()?.reversal?.state).toBe("done");
  });
});

describe("repeats", () => {
  test("a reversal without an answer is repeated with back-off until the terminal acknowledges it", () => {
    const shop = openShop({
      traits: { commits: "at-once" },
      sales: [{ outcome: "approve-other-amount" }],
      inquiries: silent(4),
    });
    shop.sale();
    shop.run(300_000);
    expect(shop.effects("reverse")).toHaveLength(5);
    expect(shop.payment()?.outcome).toMatchObject({ kind: "failed", reversal: "done" });
    expect(shop.ledger()).toEqual(["reversed"]);
  });

  test("one that falls due while the terminal works for another payment is taken up after that", () => {
    const shop = openShop({
      traits: { commits: "at-once" },
      sales: [{ outcome: "approve-other-amount" }, { thinkMs: 20_000 }],
      inquiries: [{ requestLost: true }],
    });
    shop.sale();
    shop.run(35_050); // 5 s for the sale, 30 s until the reversal counts as unanswered: it is due again in a second
    const next = shop.sale({ key: otherKey });
    shop.run(20_100);
    expect(paymentIn(next).outcome?.kind).toBe("approved");
    expect(shop.payment()?.reversal?.state).toBe("done");
    expect(shop.ledger()).toEqual(["reversed", "live"]);
  });

  test("refused for good: parked, the lane goes on, and the POS hears that its word is in doubt", () => {
    const shop = openShop({
      traits: { commits: "at-once", reverses: "refuses" },
      sales: [{ outcome: "approve-other-currency" }],
    });
    shop.sale();
    shop.run(10_000);
    expect(shop.payment()).toMatchObject({
      outcome: { kind: "failed", code: "ANSWER_MISMATCH", reversal: "parked" },
      parked: { reason: "The reversal was refused for good: The batch is closed." },
    });
    expect(shop.heard().slice(-3)).toEqual(["reversing", "completed", "parked"]);
    const next = shop.sale({ key: otherKey });
    shop.run(10_000);
    expect(paymentIn(next).outcome?.kind).toBe("approved");
  });
});

test("a peer's endless words are cut before they are written down", () => {
  const shop = openShop({
    traits: { commits: "at-once" },
    sales: [{ outcome: "approve-other-amount" }],
    inquiries: silent(1),
  });
  shop.sale();
  shop.run(6_000);
  const [reversal] = shop.effects("reverse");
  if (!reversal) throw new Error("Nothing was reversed.");
  const answer = { result: { kind: "refused", reason: "x".repeat(4_000) } } as const;
  shop.world.dispatch({ type: "reverse-answered", attempt: reversal.attempt, answer });
  shop.run(10);
  expect(shop.payment()?.parked?.reason).toHaveLength(4_000);
  shop.restart();
  expect(shop.payment()?.parked?.reason).toHaveLength(4_000);
});
