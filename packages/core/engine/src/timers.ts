/** Timers that fired. Each is checked against what the payment is doing now: a late one does nothing. */
import { liveOf, paymentOf, run, tell, updateLive } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { takeDefault } from "./commands/answer.ts";
import type { Timer } from "./inputs.ts";
import { dropLateApproval } from "./payment/approval.ts";
import { answerWaiters } from "./payment/complete.ts";
import { look } from "./payment/find-out.ts";
import { currentAttemptId } from "./payment/reader/dialogue.ts";
import { pursueUndoing } from "./payment/undoing.ts";
import type { Payment } from "./state.ts";
import { callOf } from "./state.ts";

/** Takes up what a timer was set for. */
export function onTimer(draft: Draft, timer: Timer): void {
  const payment = paymentOf(draft, timer.key);
  const live = payment && liveOf(draft, payment);
  if (!payment || !live) return;
  switch (timer.kind) {
    case "answer-within":
      answerUnknown(draft, payment);
      break;
    case "attempt":
      giveUp(draft, payment);
      break;
    case "again":
      tryAgain(draft, payment);
      break;
    case "horizon":
      updateLive(draft, payment, { horizonPassed: true });
      if (live.step.type === "look-later") look(draft, payment);
      break;
    case "keep-late-approval":
      dropLateApproval(draft, payment);
      break;
    case "question":
      takeDefault(draft, payment, timer.questionId);
      break;
  }
}

/** Device or gateway have had long enough for the attempt; lookups and reversals have times of their own. */
function giveUp(draft: Draft, payment: Payment): void {
  const live = liveOf(draft, payment);
  const attemptId = currentAttemptId(payment, live);
  const call = live && callOf(live.step);
  if (!attemptId || !call || call.type === "looking" || call.type === "reversing") return;
  run(draft, { type: "give-up", lane: payment.lane, attemptId });
}

/** The POS has waited long enough: it is told the truth, which is that nobody knows yet. */
function answerUnknown(draft: Draft, payment: Payment): void {
  const live = liveOf(draft, payment);
  if (!live || payment.outcome) return;
  updateLive(draft, payment, { unknown: true });
  if (!live.unknown) tell(draft, payment, { type: "unknown", message: "There is no clear answer yet." });
  answerWaiters(draft, payment);
}

function tryAgain(draft: Draft, payment: Payment): void {
  const step = liveOf(draft, payment)?.step.type;
  if (step === "look-later") look(draft, payment);
  else if (step === "reverse-later") pursueUndoing(draft, payment);
}
