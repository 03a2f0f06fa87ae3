/** The card's last word after an approval. One that refuses it, or is gone, gets no goods: the approval is undone. */
import type { Approved, FinishResult } from "@tillwire/plugin-api";
import { laneOf, liveOf, paymentOf, run, setActive, updateLive } from "../../draft.ts";
import type { Draft } from "../../draft.ts";
import type { Answered, AttemptRef } from "../../inputs.ts";
import type { NextRead, Payment } from "../../state.ts";
import { undo } from "../undo.ts";
import { complete } from "../complete.ts";
import { canceled, cardRefused } from "../not-wanted.ts";
import { resumeLane } from "../resume.ts";
import { withoutTransaction } from "./card.ts";
import { dialogueOf } from "./dialogue.ts";
import { readCard } from "./read.ts";

/** The reader is done with the card. */
export function onCardFinished(draft: Draft, attempt: AttemptRef, answer: Answered<FinishResult>): void {
  if (laneOf(draft, attempt.lane).active === attempt.key) setActive(draft, attempt.lane, undefined);
  const payment = paymentOf(draft, attempt.key);
  const step = payment && dialogueOf(draft, attempt) && liveOf(draft, payment)?.step;
  if (payment && step?.type === "finishing") heard(draft, payment, { outcome: step.outcome, answer });
  else if (payment && step?.type === "turning-back") again(draft, payment, step.next);
  resumeLane(draft, attempt.lane);
}

function heard(
  draft: Draft,
  payment: Payment,
  { outcome, answer }: { readonly outcome: Approved; readonly answer: Answered<FinishResult> },
): void {
  const dialogue = liveOf(draft, payment)?.dialogue;
  if (dialogue) updateLive(draft, payment, { dialogue: withoutTransaction(dialogue) });
  if (!("result" in answer) || !answer.result.accepted) {
    undo(draft, payment, cardRefused(outcome));
    return;
  }
  const { emv } = answer.result;
  complete(draft, payment, emv ? { ...outcome, emv: { ...outcome.emv, ...emv } } : outcome);
}

function again(draft: Draft, payment: Payment, next: NextRead): void {
  const dialogue = liveOf(draft, payment)?.dialogue;
  const refused = payment.attempt?.refused;
  if (dialogue && !payment.cancelWanted) readCard(draft, payment, { ...dialogue, ...next });
  else complete(draft, payment, payment.cancelWanted || !refused ? canceled : refused);
}

/** Asks the reader to stop waiting for a card. A reader that works for the payment by now ends by itself. */
export function stopReading(draft: Draft, payment: Payment): void {
  const live = liveOf(draft, payment);
  const { device } = laneOf(draft, payment.lane);
  if (live?.step.type !== "reading" || !live.dialogue || device.type !== "ready" || !device.capabilities.cancel) return;
  run(draft, { type: "give-up", lane: payment.lane, attemptId: live.dialogue.attemptId });
}
