/** The device's answer to the request itself: the usual end of a payment. */
import type { AttemptOutcome, ErrorData } from "@tillwire/plugin-api";
import type { Answered, AttemptRef } from "../inputs.ts";
import { laneOf, liveOf, paymentOf, setActive, stopTimers } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { TEXT_LENGTH_MAX } from "../schemas/text.ts";
import type { Payment } from "../state.ts";
import { callOf } from "../state.ts";
import { takeApproval } from "./approval.ts";
import { complete } from "./complete.ts";
import { findOut } from "./find-out.ts";
import { dropQuestions } from "./questions.ts";
import { reverse, reversed } from "./reversal.ts";
import { resumeLane } from "./resume.ts";

/** Takes the device's answer; the device is free again. */
export function onExecuted(draft: Draft, attempt: AttemptRef, answer: Answered<AttemptOutcome>): void {
  const payment = paymentOf(draft, attempt.key);
  const live = payment && liveOf(draft, payment);
  if (!payment || !live || callOf(live.step)?.type !== "executing") return;
  if (laneOf(draft, attempt.lane).active === attempt.key) setActive(draft, attempt.lane, undefined);
  stopTimers(draft, payment, ["attempt"]);
  dropQuestions(draft, payment, "undo");
  const outcome = "result" in answer ? answer.result : outcomeOfError(answer.error, payment.held !== undefined);
  if (payment.reversal) settleUndoing(draft, payment, outcome);
  else settlePayment(draft, payment, outcome);
  resumeLane(draft, attempt.lane);
}

/**
 * An error is an outcome by its effect: without one certainly nothing moved, otherwise nobody knows. Once the terminal
 * was told to keep its approval no error can know that nothing moved.
 */
function outcomeOfError({ code, message, effect }: ErrorData, held: boolean): AttemptOutcome {
  const kind = effect === "none" && !held ? "failed" : "unknown";
  return { kind, code, message: message.slice(0, TEXT_LENGTH_MAX) };
}

function settlePayment(draft: Draft, payment: Payment, outcome: AttemptOutcome): void {
  switch (outcome.kind) {
    case "approved":
      takeApproval(draft, payment, outcome);
      break;
    case "unknown":
      findOut(draft, payment, outcome.message);
      break;
    case "declined":
    case "canceled":
    case "failed":
      if (mayHaveCommitted(payment))
        findOut(draft, payment, "The terminal was told to keep its approval, and now says no.");
      else complete(draft, payment, outcome);
      break;
  }
}

/** After `keep` a refusal is a contradiction: whoever can be asked is asked. At level D there is only the word itself. */
function mayHaveCommitted({ held, attempt }: Payment): boolean {
  return held !== undefined && attempt?.recovery.level !== "D";
}

/** The terminal was told to undo; the payment is final for the POS already. */
function settleUndoing(draft: Draft, payment: Payment, outcome: AttemptOutcome): void {
  switch (outcome.kind) {
    case "approved":
      reverse(draft, payment);
      break;
    case "unknown":
      if (payment.attempt?.canReverse) reverse(draft, payment);
      else findOut(draft, payment, outcome.message);
      break;
    case "declined":
    case "canceled":
    case "failed":
      reversed(draft, payment);
      break;
  }
}
