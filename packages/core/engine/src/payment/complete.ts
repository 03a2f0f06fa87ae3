/** The end of a payment: the outcome is written down, then told to everybody who waits, once. */
import type { PaymentOutcome } from "@tillwire/plugin-api";
import { dropLive, liveOf, paymentOf, run, stopTimers, takeSeq, tell, updateLive, write } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { paymentView } from "../views.ts";
import { dropQuestions } from "./questions.ts";
import { releaseCard } from "./reader/card.ts";

/** Makes a payment final. Its volatile half stays only while an approval still has to be undone. */
export function complete(draft: Draft, payment: Payment, outcome: PaymentOutcome): void {
  dropQuestions(draft, payment, outcome.kind === "approved" ? "keep" : "undo");
  stopTimers(draft, payment, ["answer-within", "keep-late-approval"]);
  releaseCard(draft, payment, outcome);
  const resolved = liveOf(draft, payment)?.unknown ?? false;
  const seq = takeSeq(draft, payment.lane);
  write(draft, payment.lane, { type: "outcome", key: payment.key, outcome, resolved, seq });
  answerWaiters(draft, payment);
  const final = paymentOf(draft, payment.key) ?? payment;
  if (final.reversal?.state !== "pending") endLive(draft, final);
  const view = paymentView(draft.state, final);
  tell(draft, final, { type: resolved ? "resolved" : "completed", payment: view, seq });
}

/** Answers every request that waits for the payment, from the state that this decision makes durable. */
export function answerWaiters(draft: Draft, payment: Payment): void {
  for (const { requestId } of liveOf(draft, payment)?.waiters ?? []) {
    const command = { type: "payment.get", payment: { key: payment.key } } as const;
    run(draft, { type: "reply-from-state", requestId, command });
  }
  updateLive(draft, payment, { waiters: [] });
}

/** Nothing is left to be done for the payment. */
export function endLive(draft: Draft, payment: Payment): void {
  stopTimers(draft, payment, ["attempt", "again", "horizon"]);
  dropLive(draft, payment);
}
