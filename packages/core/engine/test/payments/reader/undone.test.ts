/** Approvals that may not stay, and answers that never came: undone at the host, under references of their own. */
import { describe, expect, test } from "vitest";
import { askableGateway } from "../../harness/counter-plans.ts";
import { openCounter } from "../../harness/counter.ts";
import { errorIn, paymentIn } from "../../harness/shop.ts";
import { paymentKey } from "@tillwire/plugin-api";

describe("the card has the last word", () => {
  test.each(["refuses", "gone"] as const)("%s after the approval: reversed", (lastWord) => {
    const shop = openCounter({ reads: [{ lastWord }] });
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale).outcome).toMatchObject({
      kind: "declined",
      reason: "offline-declined",
      reversal: "pending",
    });
    expect(shop.payment()?.outcome).toMatchObject({ reversal: "done" });
    expect(shop.books()).toEqual(["reversed"]);
    expect(shop.payment()?.reversal?.reason).toBe("card-refused");
  });

  test("the bridge dies while the card is asked: reversed on start", () => {
    const shop = openCounter({ reads: [{ finishMs: 5_000 }] });
    shop.sale();
    shop.run(4_000);
    expect(shop.records()).toContain("settled");
    shop.restart();
    shop.run(5_000);
    expect(shop.payment()?.outcome).toMatchObject({ kind: "declined", reversal: "done" });
    expect(shop.books()).toEqual(["reversed"]);
  });
});

describe("no answer", () => {
  test.each([
    ["the request is lost", { requestLost: true }, ["declined"]],
    ["the answer is lost", { answerLost: true }, ["reversed"]],
  ] as const)("%s: a gateway that cannot be asked is told to reverse", (_, message, books) => {
    const shop = openCounter({ messages: [message] });
    const sale = shop.sale();
    shop.run(30_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "REVERSED", reversal: "pending" });
    expect(shop.payment()?.outcome).toMatchObject({ reversal: "done" });
    expect(shop.books()).toEqual(books);
    expect(shop.effects("abandon-card")).toHaveLength(1);
  });

  test("a gateway that can be asked is asked, and its approval undone when the card is gone", () => {
    const shop = openCounter({ gateway: askableGateway, messages: [{ answerLost: true }] });
    shop.sale();
    shop.run(30_000);
    expect(shop.effects("ask-gateway").map(({ request }) => request.operation)).toEqual([
      "authorize",
      "lookup",
      "reverse",
    ]);
    expect(shop.books()).toEqual(["reversed"]);
    expect(shop.payment()?.outcome).toMatchObject({ kind: "declined", reversal: "done" });
  });

  test("the reversal has references of its own, its repeats keep them, and the lane waits for it", () => {
    const lost = { answerLost: true } as const;
    const shop = openCounter({ messages: [lost, lost, lost] });
    shop.sale();
    shop.run(20_000);
    expect(errorIn(shop.sale({ key: paymentKey("order-0002") }))).toMatchObject({ code: "LANE_NOT_READY" });
    shop.run(60_000);
    const [authorization, ...reversals] = shop.effects("ask-gateway").map(({ request }) => request);
    expect(authorization?.references["trace"]).toBe("000001");
    expect(reversals.map(({ references }) => references["trace"])).toEqual(["000002", "000002", "000002"]);
    expect(reversals.map((request) => request.operation === "reverse" && request.repeat)).toEqual([0, 1, 2]);
    expect(shop.payment()?.outcome).toMatchObject({ reversal: "done" });
  });
});

test("an approval of another amount is undone", () => {
  const shop = openCounter({ messages: [{ says: "approves-other-amount" }] });
  const sale = shop.sale();
  shop.run(10_000);
  expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "ANSWER_MISMATCH" });
  expect(shop.books()).toEqual(["reversed"]);
});

describe("a partial approval", () => {
  test.each([
    [true, "approved", ["live"]],
    [false, "canceled", ["reversed"]],
  ] as const)("accepted: %s. The card waits for the POS", (accept, kind, books) => {
    const shop = openCounter({ messages: [{ says: "approves-part" }] });
    shop.sale();
    shop.run(5_000);
    expect(shop.effects("finish-card")).toEqual([]);
    const key = shop.payment()?.key;
    const question = shop.till.events.find(({ event }) => event.body.type === "question")?.event.body;
    if (!key || question?.type !== "question") throw new Error("Nothing was asked.");
    const { questionId } = question.question;
    shop.ask({ type: "payment.answer", key, questionId, answer: { kind: "partial-approval", accept } });
    shop.run(5_000);
    expect(shop.payment()?.outcome?.kind).toBe(kind);
    expect(shop.books()).toEqual(books);
  });
});

test("an approval that comes late for a card that is done is kept, for a till that still asks", () => {
  const shop = openCounter({
    gateway: askableGateway,
    reads: [{ ends: "final", entry: "contactless" }],
    messages: [{ answerLost: true }],
  });
  shop.sale();
  shop.run(30_000);
  expect(shop.payment()?.outcome).toMatchObject({ kind: "approved" });
  expect(shop.books()).toEqual(["live"]);
});
