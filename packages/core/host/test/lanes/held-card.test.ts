/** The card of a lane: what the engine is told of it, and how long its ciphertext is kept. */
import { expect, test } from "vitest";
import { attemptId } from "@tillwire/plugin-api";
import { createHeldCard } from "../../src/lanes/held-card.ts";
import { chipCard } from "../plugins/scripted-reader.ts";

const [first, second] = [attemptId("at_00000001"), attemptId("at_00000002")];
const read = { kind: "online-completion", transactionId: "tx_1", card: chipCard } as const;

test("the engine is told the facts, and no ciphertext", () => {
  const told = createHeldCard().keep(first, read);
  const { summary, emv } = chipCard;
  expect(told).toStrictEqual({ kind: "online-completion", transactionId: "tx_1", card: { summary, emv } });
});

test("a read without a card is told as it is, and keeps the older card", () => {
  const held = createHeldCard();
  held.keep(first, read);
  const canceled = { kind: "canceled", by: "shopper" } as const;
  expect(held.keep(second, canceled)).toBe(canceled);
  expect(held.take(first)).toBe(chipCard);
});

test("it is handed over once, and for its own attempt only", () => {
  const held = createHeldCard();
  held.keep(first, read);
  expect(held.take(second)).toBeUndefined();
  expect(held.take(first)).toBe(chipCard);
  expect(held.take(first)).toBeUndefined();
});

test("it is gone with the next card, and when the lane is done with it", () => {
  const held = createHeldCard();
  held.keep(first, read);
  held.keep(second, read);
  expect(held.take(first)).toBeUndefined();
  held.drop();
  expect(held.take(second)).toBeUndefined();
});
