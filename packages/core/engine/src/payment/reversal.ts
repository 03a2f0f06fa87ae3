/**
 * Undoing our own attempt. The decision is durable before anything is undone and before the POS is told "not charged";
 * then it is repeated without an end until the peer acknowledges it, or refuses for good and a person has to look.
 */
import type { Canceled, Declined, Failed, ReversalReason, ReverseResult } from "@tillwire/plugin-api";
import type { Answered, AttemptRef } from "../inputs.ts";
import { laneOf, liveOf, paymentOf, run, setActive, startTimer, takeSeq, tell, updateLive, write } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { backoffMs } from "./backoff.ts";
import { complete, endLive } from "./complete.ts";
import { countHorizon } from "./horizon.ts";
import { park } from "./park.ts";
import { originalAttempt, peerReady } from "./peer.ts";
import { allocateReferences } from "../references.ts";

/** Why, and what the POS is told instead of the approval. */
export interface Undoing {
  readonly reason: ReversalReason;
  readonly outcome: Canceled | Declined | Failed;
  readonly hostReference?: string;
}

/** Decides that an approval is not wanted. Who undoes it, the terminal itself or a reversal of ours, comes next. */
export function decideReversal(draft: Draft, payment: Payment, { reason, outcome, hostReference }: Undoing): void {
  const seq = takeSeq(draft, payment.lane);
  const { key, lane } = payment;
  const { config } = laneOf(draft, lane);
  const own = config.gateway && allocateReferences(config, draft.state.counters, draft.entropy);
  write(draft, lane, {
    type: "reversal",
    key,
    reason,
    ...(hostReference !== undefined && { hostReference }),
    ...own,
    seq,
  });
  tell(draft, payment, { type: "reversing", seq });
  complete(draft, paymentOf(draft, key) ?? payment, { ...outcome, reversal: "pending" });
  if (!liveOf(draft, payment)?.horizonPassed) countHorizon(draft, payment);
}

/** Reverses now, or as soon as the device is there and free. */
export function reverse(draft: Draft, payment: Payment): void {
  const lane = laneOf(draft, payment.lane);
  const live = liveOf(draft, payment);
  const { attempt, reversal } = payment;
  if (!live || !attempt || !reversal) return;
  if (!attempt.canReverse) {
    park(draft, payment, cannotReverse);
    return;
  }
  const busy = !lane.config.gateway && lane.active !== undefined && lane.active !== payment.key;
  if (!peerReady(lane) || busy) {
    updateLive(draft, payment, { step: { type: "reverse-later", timed: false } });
    return;
  }
  updateLive(draft, payment, { step: { type: "reversing", afterHorizon: live.horizonPassed } });
  if (lane.config.gateway) {
    reverseAtGateway(draft, payment);
    return;
  }
  setActive(draft, payment.lane, payment.key);
  const { attemptId, references } = attempt;
  const { reason, hostReference } = reversal;
  const request = { attemptId, references, amount: payment.amount, reason, ...(hostReference && { hostReference }) };
  run(draft, { type: "reverse", attempt: { lane: payment.lane, key: payment.key, attemptId }, request });
}

/** The reversal goes out under its own references, written down with the decision. Repeats are told apart by their number. */
function reverseAtGateway(draft: Draft, payment: Payment): void {
  const { attempt, reversal } = payment;
  const original = originalAttempt(payment);
  if (!attempt?.gateway || !reversal?.references || !original) return;
  run(draft, {
    type: "ask-gateway",
    attempt: { lane: payment.lane, key: payment.key, attemptId: attempt.attemptId },
    request: {
      operation: "reverse",
      attemptId: attempt.attemptId,
      references: reversal.references,
      atMs: draft.atMs,
      original,
      reason: reversal.reason,
      originalState: attempt.gateway.state,
      repeat: liveOf(draft, payment)?.tries ?? 0,
    },
  });
}

const cannotReverse = {
  reversal: true,
  reason: "An approval is not wanted, but this device cannot undo a payment by our reference.",
  instruction: "Refund the payment at the terminal by hand, or leave it and tell the shopper; then note what was done.",
};

/** The peer's answer to a reversal. "Not found" is final only after the request's last possible arrival (R3). */
export function onReverseAnswered(draft: Draft, { key }: AttemptRef, answer: Answered<ReverseResult>): void {
  const payment = paymentOf(draft, key);
  const live = payment && liveOf(draft, payment);
  if (!payment?.attempt || live?.step.type !== "reversing") return;
  if (!laneOf(draft, payment.lane).config.gateway) setActive(draft, payment.lane, undefined);
  const result: ReverseResult = "result" in answer ? answer.result : { kind: "unknown", ...answer.error };
  switch (result.kind) {
    case "done":
      reversed(draft, payment, result.hostReference);
      break;
    case "refused":
      park(draft, payment, { ...cannotReverse, reason: `The reversal was refused for good: ${result.reason}` });
      break;
    case "not-found":
      if (payment.attempt.recovery.refusesLateArrival || live.step.afterHorizon) reversed(draft, payment);
      else reverseAgain(draft, payment);
      break;
    case "unknown":
      reverseAgain(draft, payment);
      break;
  }
}

/** The peer has undone it, or there was nothing to undo. */
export function reversed(draft: Draft, payment: Payment, hostReference?: string): void {
  const seq = takeSeq(draft, payment.lane);
  const { key, lane } = payment;
  write(draft, lane, { type: "reversed", key, ...(hostReference !== undefined && { hostReference }), seq });
  tell(draft, payment, { type: "reversed", seq });
  endLive(draft, payment);
}

function reverseAgain(draft: Draft, payment: Payment): void {
  const tries = liveOf(draft, payment)?.tries ?? 0;
  updateLive(draft, payment, { step: { type: "reverse-later", timed: true }, tries: tries + 1 });
  const timer = { lane: payment.lane, key: payment.key, kind: "again" } as const;
  startTimer(draft, timer, backoffMs(tries, "reversal", draft.entropy));
}
