/** Undoing an approval that is not wanted: decided durably, repeated until the terminal has undone it, or refused for good. */
import { describe, expect, test } from "vitest";
import { openShop, paymentIn } from "../harness/shop.ts";

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
