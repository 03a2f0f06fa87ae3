/** Less was approved than asked for: the POS says whether that will do, or the approval is undone (R7). */
import { describe, expect, test } from "vitest";
import type { PaymentEventBody } from "@tillwire/plugin-api";
import { answerOf, errorIn, key, openShop, paymentIn, saleCommand } from "../harness/shop.ts";
import type { Shop } from "../harness/shop.ts";

const part = { sales: [{ outcome: "approve-part" }] } as const;

function question(shop: Shop): Extract<PaymentEventBody, { type: "question" }>["question"] {
  for (const { event } of shop.till.events.toReversed()) if (event.body.type === "question") return event.body.question;
  throw new Error("Nothing was asked.");
}

function answer(shop: Shop, accept: boolean) {
  const { questionId } = question(shop);
  return shop.ask({ type: "payment.answer", key, questionId, answer: { kind: "partial-approval", accept } });
}

function answerTo(shop: Shop, accept: boolean) {
  const answered = answer(shop, accept);
  shop.run(2_000);
  return answerOf(answered);
}

describe.each(["asks", "at-once"] as const)("a terminal that commits: %s", (commits) => {
  test("accepted: approved for what there is", () => {
    const shop = openShop({ ...part, traits: { commits } });
    const sale = shop.sale();
    shop.run(6_000);
    expect(question(shop)).toMatchObject({ deadlineMs: 20_000, question: { breakdown: { authorizedMinor: 525 } } });
    expect(sale.replies).toEqual([]);
    expect(answerTo(shop, true)).toEqual({ kind: "result", result: { accepted: true } });
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved", breakdown: { authorizedMinor: 525 } });
    expect(shop.ledger()).toEqual(["live"]);
  });

  test("refused: undone, and canceled", () => {
    const shop = openShop({ ...part, traits: { commits } });
    const sale = shop.sale();
    shop.run(6_000);
    answerTo(shop, false);
    expect(paymentIn(sale).outcome).toEqual({ kind: "canceled", by: "pos", reversal: "pending" });
    expect(shop.payment()?.outcome).toEqual({ kind: "canceled", by: "pos", reversal: "done" });
    expect(shop.ledger()).toEqual([commits === "asks" ? "undone" : "reversed"]);
  });

  test("no answer by the deadline: undone; an answer after that is refused", () => {
    const shop = openShop({ ...part, traits: { commits } });
    const sale = shop.sale();
    shop.run(30_000);
    expect(paymentIn(sale).outcome?.kind).toBe("canceled");
    expect(shop.heard()).toContain("question-closed");
    const late = answer(shop, true);
    shop.run(1);
    expect(errorIn(late).code).toBe("QUESTION_CLOSED");
    expect(shop.ledger()).not.toContain("live");
  });

  test("nobody asked for it: undone without a question", () => {
    const shop = openShop({ ...part, traits: { commits } });
    const sale = shop.sale({ partialApproval: false });
    shop.run(10_000);
    expect(paymentIn(sale).outcome?.kind).toBe("canceled");
    expect(shop.heard()).not.toContain("question");
    expect(shop.ledger()).not.toContain("live");
  });

  test("the POS cannot ask: undone without a question", () => {
    const shop = openShop({ ...part, traits: { commits } });
    shop.till.leave();
    shop.backOffice.ask(saleCommand);
    shop.run(10_000);
    expect(shop.payment()?.outcome?.kind).toBe("canceled");
    expect(shop.ledger()).not.toContain("live");
  });

  test("an answer of another kind does not fit, and the question stays open", () => {
    const shop = openShop({ ...part, traits: { commits } });
    shop.sale();
    shop.run(6_000);
    const { questionId } = question(shop);
    const wrong = shop.ask({ type: "payment.answer", key, questionId, answer: { kind: "signature", matches: true } });
    shop.run(1);
    expect(errorIn(wrong).code).toBe("REQUEST_INVALID");
    answerTo(shop, true);
    expect(shop.payment()?.outcome?.kind).toBe("approved");
  });
});

describe("a terminal that asks on its own after a restart", () => {
  test.each([
    [true, "approved", "live"],
    [false, "canceled", "undone"],
  ] as const)("accepted: %s", (accept, outcome, state) => {
    const shop = openShop({ ...part, traits: { unheard: "ask-again" } });
    shop.sale();
    shop.run(5_050);
    shop.restart();
    shop.ask({ type: "payment.watch", key, afterSeq: 0 });
    shop.run(4_000);
    answerTo(shop, accept);
    shop.run(10_000);
    expect(shop.payment()).toMatchObject({ outcome: { kind: outcome } });
    expect(shop.payment()?.reversal?.state).toBe(accept ? undefined : "done");
    expect(shop.ledger()).toEqual([state]);
  });
});

test("a terminal that asks twice gets one verdict for both, and the POS one question", () => {
  const shop = openShop(part);
  shop.sale();
  shop.run(5_100);
  const [entry] = shop.terminal.peer.ledger;
  if (!entry?.approval) throw new Error("The terminal has approved nothing.");
  const { references, approval } = entry;
  const request = { references, outcome: approval };
  shop.world.dispatch({ type: "settle-asked", lane: saleCommand.lane, settleId: "again", request });
  shop.run(100);
  expect(shop.heard().filter((type) => type === "question")).toHaveLength(1);
  answerTo(shop, true);
  expect(shop.effects("settle").map(({ verdict }) => verdict)).toEqual(["keep", "keep"]);
  expect(shop.effects("settle").map(({ settleId }) => settleId)).toContain("again");
  expect(shop.payment()?.outcome?.kind).toBe("approved");
});
