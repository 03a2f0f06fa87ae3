/**
 * Finding out what became of an attempt of which no clear answer came. A doubt is `unknown`, never `declined`: the
 * engine asks by our reference as often as it takes, and believes "not found" only where it is proof, and only when the
 * request cannot arrive any more (rule R4). What cannot be told is undone where that can be done, and else parked.
 */
import type { AttemptOutcome, Failed, JsonValue, LookupResult } from "@tillwire/plugin-api";
import type { Answered, AttemptRef } from "../inputs.ts";
import { laneOf, liveOf, paymentOf, run, startTimer, tell, updateLive } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { callOf } from "../state.ts";
import { takeLateApproval } from "./approval.ts";
import { backoffMs } from "./backoff.ts";
import { complete } from "./complete.ts";
import { countHorizon } from "./horizon.ts";
import { neverAnswered } from "./not-wanted.ts";
import { lostApproval, park } from "./park.ts";
import { canLookUp, originalAttempt, peerReady } from "./peer.ts";
import { provenBy } from "./proof.ts";
import { reverse, reversed } from "./reversal.ts";
import { undo } from "./undo.ts";

/** No clear answer came: from here on the payment is unknown until it is settled. */
export function findOut(draft: Draft, payment: Payment, message: string): void {
  const live = liveOf(draft, payment);
  if (!live) return;
  updateLive(draft, payment, { unknown: true, tries: 0 });
  countHorizon(draft, payment);
  if (!live.unknown && !payment.outcome) tell(draft, payment, { type: "unknown", message });
  look(draft, payment);
}

/** Asks the peer now, or as soon as it is there. */
export function look(draft: Draft, payment: Payment): void {
  const { attempt } = payment;
  const live = liveOf(draft, payment);
  if (!attempt || !live) return;
  if (attempt.recovery.level === "D") {
    if (live.horizonPassed) parkUnknown(draft, payment, "This terminal cannot be asked about an earlier payment.");
    else updateLive(draft, payment, { step: { type: "look-later" } });
    return;
  }
  const lane = laneOf(draft, payment.lane);
  if (!canLookUp(lane)) {
    giveUp(draft, payment, "The gateway cannot be asked about an earlier payment.");
    return;
  }
  if (!peerReady(lane)) {
    updateLive(draft, payment, { step: { type: "look-later" } });
    return;
  }
  updateLive(draft, payment, { step: { type: "looking", afterHorizon: live.horizonPassed } });
  const { attemptId, references } = attempt;
  if (attempt.gateway) {
    lookUpAtGateway(draft, payment, attempt.gateway.state);
    return;
  }
  const request = { attemptId, references, operation: "sale", amount: payment.amount } as const;
  run(draft, { type: "look-up", attempt: { lane: payment.lane, key: payment.key, attemptId }, request });
}

function lookUpAtGateway(draft: Draft, payment: Payment, originalState: JsonValue): void {
  const original = originalAttempt(payment);
  if (!original) return;
  const { attemptId, references } = original;
  const request = { operation: "lookup", attemptId, references, atMs: draft.atMs, original, originalState } as const;
  run(draft, { type: "ask-gateway", attempt: { lane: payment.lane, key: payment.key, attemptId }, request });
}

/** The peer's answer to a lookup. */
export function onLookedUp(draft: Draft, { key }: AttemptRef, answer: Answered<LookupResult>): void {
  const payment = paymentOf(draft, key);
  const live = payment && liveOf(draft, payment);
  const call = live && callOf(live.step);
  if (!payment || !live || call?.type !== "looking") return;
  if (!("result" in answer)) {
    lookAgain(draft, payment);
    return;
  }
  const result = provenBy(draft.state, payment, answer.result);
  switch (result.kind) {
    case "found":
      onFound(draft, payment, result.outcome);
      break;
    case "in-progress":
      lookAgain(draft, payment, true);
      break;
    case "not-found":
      if (call.afterHorizon) onNotFound(draft, payment);
      else if (live.horizonPassed) look(draft, payment);
      else lookAgain(draft, payment);
      break;
    case "cannot":
      if (call.afterHorizon) giveUp(draft, payment, result.reason);
      else if (live.horizonPassed) look(draft, payment);
      else lookAgain(draft, payment);
      break;
  }
}

/** Whoever asked us whether to keep an approval has it: that it has none now is a contradiction, and proves nothing. */
function onNotFound(draft: Draft, payment: Payment): void {
  if (payment.held) parkUnknown(draft, payment, lostApproval);
  else onFound(draft, payment, notCompleted);
}

const notCompleted: Failed = {
  kind: "failed",
  code: "NOT_COMPLETED",
  message: "The terminal has no such payment: it was never carried out. The shopper was not charged.",
};

function onFound(draft: Draft, payment: Payment, outcome: AttemptOutcome): void {
  if (outcome.kind === "unknown") lookAgain(draft, payment);
  else if (payment.reversal?.state === "pending") {
    if (outcome.kind === "approved") reverse(draft, payment);
    else reversed(draft, payment);
  } else if (outcome.kind === "approved") takeLateApproval(draft, payment, outcome);
  else complete(draft, payment, outcome);
}

/**
 * Looks again after a while; a device that comes back is asked at once. One that is still at it answers well, so it is
 * asked every second: people are waiting in front of it.
 */
function lookAgain(draft: Draft, payment: Payment, running = false): void {
  const tries = running ? 0 : (liveOf(draft, payment)?.tries ?? 0);
  updateLive(draft, payment, { step: { type: "look-later", running }, tries: tries + 1 });
  startTimer(draft, { lane: payment.lane, key: payment.key, kind: "again" }, backoffMs(tries, "lookup", draft.entropy));
}

/** The peer will never tell. What it can undo by our reference is undone, so that nobody has to look. */
function giveUp(draft: Draft, payment: Payment, reason: string): void {
  if (!payment.attempt?.canReverse) parkUnknown(draft, payment, reason);
  else if (payment.reversal) reverse(draft, payment);
  else undo(draft, payment, neverAnswered);
}

function parkUnknown(draft: Draft, payment: Payment, reason: string): void {
  park(draft, payment, {
    reversal: payment.reversal?.state === "pending",
    reason,
    instruction: "Look at the terminal's own journal for the references given here, and note what really happened.",
  });
}
