/** When a shopper may try again within one payment: only after a definite decline, and only for reasons that say so. */
import type { CardEntry, Declined } from "@tillwire/plugin-api";
import { liveOf, updateLive, write } from "../../draft.ts";
import type { Draft } from "../../draft.ts";
import type { NextRead, Payment, ReaderDialogue } from "../../state.ts";
import { finishCard } from "./card.ts";
import { readerEntries } from "./dialogue.ts";

/** The issuer counts as well, and blocks the PIN after its own number of tries. */
const wrongPinsMax = 2;

/**
 * Turns a declined card back to the shopper: the decline is written down, the card is told, then it is read again.
 * False when the decline is the end.
 */
export function turnBack(draft: Draft, payment: Payment, outcome: Declined): boolean {
  const dialogue = liveOf(draft, payment)?.dialogue;
  if (!dialogue?.transaction || payment.cancelWanted) return false;
  const next = nextRead(outcome, dialogue, readerEntries(draft, payment));
  if (!next) return false;
  const { attemptId, transaction } = dialogue;
  const { key, lane } = payment;
  write(draft, lane, { type: "refused", key, attemptId, outcome });
  const wrongPins = dialogue.wrongPins + Number(next.again === "wrong-pin");
  updateLive(draft, payment, { step: { type: "turning-back", next }, dialogue: { ...dialogue, wrongPins } });
  const { transactionId, answer } = transaction;
  finishCard(draft, { lane, key, attemptId }, { transactionId, answer: { ...answer, verdict: "declined" } });
  return true;
}

/** How the card may be read next. Pure. */
function nextRead(
  { reason }: Declined,
  { transaction, wrongPins, entries }: ReaderDialogue,
  possible: readonly CardEntry[],
): NextRead | undefined {
  const entry = transaction?.card.summary.entry;
  if (reason === "wrong-pin" && wrongPins < wrongPinsMax) return { entries, again: "wrong-pin" };
  if (reason === "contact-required" && entry === "contactless" && possible.includes("chip")) {
    return { entries: ["chip"], again: "contact-required" };
  }
  return undefined;
}
