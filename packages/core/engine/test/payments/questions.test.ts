/** Questions that a device asks: put to a POS that can ask a person, answered once, or by the default at the deadline. */
import { describe, expect, test } from "vitest";
import type { Question } from "@tillwire/plugin-api";
import { answerOf, errorIn, front, key, openShop, paymentIn, saleCommand } from "../harness/shop.ts";
import type { Shop } from "../harness/shop.ts";

const asksSignature = { sales: [{ asksSignature: true }] };

function questionId(shop: Shop): string {
  for (const { event } of shop.till.events) if (event.body.type === "question") return event.body.question.questionId;
  throw new Error("Nothing was asked.");
}

function given(shop: Shop) {
  return shop.effects("answer-question").map(({ answer }) => answer);
}

test("answered by the POS, once", () => {
  const shop = openShop(asksSignature);
  const sale = shop.sale();
  shop.run(6_000);
  const payment = shop.ask({ type: "payment.get", payment: { key } });
  const answer = {
    type: "payment.answer",
    key,
    questionId: questionId(shop),
    answer: { kind: "signature", matches: true },
  } as const;
  const [first, second] = [shop.ask(answer), shop.ask(answer)];
  shop.run(1_000);
  expect(paymentIn(payment).questions).toMatchObject([{ question: { kind: "signature" }, deadlineMs: 20_000 }]);
  expect(answerOf(first)).toEqual({ kind: "result", result: { accepted: true } });
  expect(errorIn(second).code).toBe("QUESTION_CLOSED");
  expect(given(shop)).toEqual([{ kind: "signature", matches: true }]);
  expect(paymentIn(sale)).toMatchObject({ outcome: { kind: "approved" }, questions: [] });
});

test("by the default at the deadline", () => {
  const shop = openShop(asksSignature);
  const sale = shop.sale();
  shop.run(30_000);
  expect(given(shop)).toEqual([{ kind: "signature", matches: false }]);
  expect(paymentIn(sale).outcome?.kind).toBe("declined");
  expect(shop.till.events.map(({ event }) => event.body)).toContainEqual({
    type: "question-closed",
    questionId: questionId(shop),
    by: "default",
  });
});

test("by the default at once where no POS can ask", () => {
  const shop = openShop(asksSignature);
  shop.till.leave();
  shop.backOffice.ask(saleCommand);
  shop.run(6_000);
  expect(given(shop)).toEqual([{ kind: "signature", matches: false }]);
});

describe("a device that asks out of turn gets the default at once", () => {
  const question: Question = { kind: "signature" };
  const ask = (shop: Shop, id: string): void => {
    const attempt = shop.effects("execute")[0]?.attempt.attemptId;
    if (attempt) shop.world.dispatch({ type: "asked", lane: front, questionId: id, attemptId: attempt, question });
    shop.run(1);
  };

  test("after the payment ended", () => {
    const shop = openShop();
    shop.sale();
    shop.run(10_000);
    ask(shop, "late");
    expect(given(shop)).toEqual([{ kind: "signature", matches: false }]);
    expect(shop.heard()).not.toContain("question");
  });

  test("about an approval that it was told to undo", () => {
    const shop = openShop({ sales: [{ outcome: "approve-other-amount", answerLost: true }] });
    shop.sale();
    shop.run(6_000);
    ask(shop, "late");
    expect(given(shop)).toHaveLength(1);
    expect(shop.heard()).not.toContain("question");
  });

  test("more often than any payment needs", () => {
    const shop = openShop();
    shop.sale();
    shop.run(100);
    for (let count = 0; count < 10; count += 1) ask(shop, `q${count}`);
    expect(shop.heard().filter((type) => type === "question")).toHaveLength(4);
    expect(given(shop)).toHaveLength(6);
    shop.run(10_000);
    expect(given(shop)).toHaveLength(10); // the payment ended: the open ones got their default too
  });
});

test("an application that is not on the list is no answer", () => {
  const shop = openShop();
  shop.till.leave();
  shop.till.open();
  shop.sale();
  shop.run(100);
  const attempt = shop.effects("execute")[0]?.attempt.attemptId;
  if (!attempt) throw new Error("Nothing was sent.");
  const question: Question = { kind: "application", labels: ["Visa", "girocard"] };
  shop.world.dispatch({
    type: "command",
    requestId: "x",
    pos: kiosk,
    command: { type: "payment.get", payment: { key } },
  });
  shop.world.dispatch({ type: "asked", lane: front, questionId: "qn_app", attemptId: attempt, question });
  const wrong = shop.ask({
    type: "payment.answer",
    key,
    questionId: "qn_app",
    answer: { kind: "application", index: 2 },
  });
  const right = shop.ask({
    type: "payment.answer",
    key,
    questionId: "qn_app",
    answer: { kind: "application", index: 1 },
  });
  shop.run(10);
  expect(errorIn(wrong).code).toBe("REQUEST_INVALID");
  expect(answerOf(right).kind).toBe("result");
  expect(given(shop)).toEqual([{ kind: "application", index: 1 }]);
});

const kiosk = { sessionId: "kiosk", name: "kiosk", asks: ["application"] } as const;
