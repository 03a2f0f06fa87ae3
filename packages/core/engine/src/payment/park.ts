/** Parking: the bridge has come to the end of what this peer can tell or undo. A person gets what is known. */
import { paymentOf, stopTimers, takeSeq, tell, write } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { TEXT_LENGTH_MAX } from "../schemas/text.ts";
import type { Payment } from "../state.ts";
import { answerWaiters, endLive } from "./complete.ts";
import { dropQuestions } from "./questions.ts";

/** Why, and what to do. `reversal`: it is the undoing that is stuck. */
export interface Parking {
  readonly reversal: boolean;
  readonly reason: string;
  readonly instruction: string;
}

/** Why, when a peer has nothing of an approval that it was told to keep: its books were lost, or it is another one. */
export const lostApproval =
  "The approval was confirmed, and now nothing is known of it there. The shopper may have been charged.";

/** Hands a payment over to a person. */
export function park(draft: Draft, payment: Payment, parking: Parking): void {
  dropQuestions(draft, payment, "undo");
  stopTimers(draft, payment, ["answer-within", "keep-late-approval"]);
  const seq = takeSeq(draft, payment.lane);
  const reason = parking.reason.slice(0, TEXT_LENGTH_MAX); // it may hold a peer's own words
  write(draft, payment.lane, { type: "parked", key: payment.key, ...parking, reason, seq });
  answerWaiters(draft, payment);
  const parked = paymentOf(draft, payment.key) ?? payment;
  endLive(draft, parked);
  tell(draft, parked, { type: "parked", seq });
}
