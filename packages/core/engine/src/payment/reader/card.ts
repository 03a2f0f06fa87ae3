/**
 * The card that was read and waits for an end: it is told the host's answer, or left. The lane takes no other payment
 * before the reader is done with it.
 */
import type { HostAnswer, PaymentOutcome } from "@tillwire/plugin-api";
import { liveOf, run, updateLive } from "../../draft.ts";
import type { Draft } from "../../draft.ts";
import type { AttemptRef } from "../../inputs.ts";
import type { Payment, ReaderDialogue, ReadTransaction } from "../../state.ts";

/** Gives the host's answer to the card, or shows it where the card is done already. */
export function finishCard(
  draft: Draft,
  attempt: AttemptRef,
  given: { transactionId: string; answer: HostAnswer },
): void {
  const { transactionId, answer } = given;
  run(draft, { type: "finish-card", attempt, request: { transactionId, answer } });
}

/** Ends what the reader holds for a payment whose outcome, or doubt, is decided. Does nothing when it holds nothing. */
export function releaseCard(draft: Draft, payment: Payment, outcome?: PaymentOutcome): void {
  const dialogue = liveOf(draft, payment)?.dialogue;
  if (!dialogue?.transaction) return;
  const { transaction } = dialogue;
  updateLive(draft, payment, { dialogue: withoutTransaction(dialogue) });
  const attempt = { lane: payment.lane, key: payment.key, attemptId: dialogue.attemptId };
  const answer = outcome && answerFor(outcome, transaction);
  const { transactionId } = transaction;
  if (answer) finishCard(draft, attempt, { transactionId, answer });
  else run(draft, { type: "abandon-card", attempt, request: { transactionId } });
}

/** The dialogue when the card's last word was heard, or nobody waits for it. */
export function withoutTransaction({ transaction: _, ...rest }: ReaderDialogue): ReaderDialogue {
  return rest;
}

/**
 * What the card is told. One that is paused hears a refusal only from the host; a card that is done is only shown how it
 * ended. A failure is no answer of the host's: the transaction is abandoned.
 */
function answerFor(outcome: PaymentOutcome, { paused, answer }: ReadTransaction): HostAnswer | undefined {
  switch (outcome.kind) {
    case "approved":
      return answer ?? { verdict: "approved" };
    case "declined":
      return { ...answer, verdict: "declined" };
    case "canceled":
    case "failed":
      return paused ? undefined : { verdict: "declined" };
  }
}
