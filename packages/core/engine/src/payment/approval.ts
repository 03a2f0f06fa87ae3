/**
 * What to do with an approval: keep it, ask the POS, or undo it. One decision a payment, whichever record is first.
 */
import type { Approved, Failed } from "@tillwire/plugin-api";
import { laneOf, liveOf, paymentOf, run, startTimer, takeSeq, tell, updateLive, write } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { callOf } from "../state.ts";
import { complete } from "./complete.ts";
import { judge } from "./judge.ts";
import { park } from "./park.ts";
import { ask } from "./questions.ts";
import { decideReversal, reverse } from "./reversal.ts";
import type { Undoing } from "./reversal.ts";

/** How the terminal's question "shall I commit this?" is answered at once, or later. */
export type Commitment = "keep" | "undo" | "later";

const mismatch: Failed = {
  kind: "failed",
  code: "ANSWER_MISMATCH",
  message: "The terminal approved something other than what was asked for. It is being undone; start again.",
};

const canceledByPos = { kind: "canceled", by: "pos" } as const;

/** A terminal is about to commit. The decision is written down before the answer goes out. */
export function commitApproval(draft: Draft, payment: Payment, offer: { outcome: Approved; settleId: string }): Commitment {
  const { outcome, settleId } = offer;
  if (payment.held) return "keep";
  const { hostReference } = outcome;
  if (liveOf(draft, payment)?.cancelWanted) {
    decideReversal(draft, payment, { reason: "canceled", outcome: canceledByPos, hostReference });
    return "undo";
  }
  switch (judge(payment, outcome, capabilitiesOf(draft, payment))) {
    case "mismatch":
      decideReversal(draft, payment, { reason: "mismatch", outcome: mismatch, hostReference });
      return "undo";
    case "match":
      hold(draft, payment, outcome);
      return "keep";
    case "partial":
      if (askWhetherEnough(draft, payment, { outcome, settleId })) return "later";
      decideReversal(draft, payment, { reason: "partial-refused", outcome: canceledByPos, hostReference });
      return "undo";
  }
}

/** Writes down that the peer was told to keep its approval. From here on a cancel comes too late. */
export function hold(draft: Draft, payment: Payment, outcome: Approved): void {
  const seq = takeSeq(draft, payment.lane);
  write(draft, payment.lane, { type: "settled", key: payment.key, outcome, seq });
  tell(draft, payment, { type: "online-answered" }, seq);
}

/** The terminal said approved in answer to the request itself: the device is free again. */
export function takeApproval(draft: Draft, payment: Payment, outcome: Approved): void {
  switch (payment.held ? "match" : judge(payment, outcome, capabilitiesOf(draft, payment))) {
    case "match":
      complete(draft, payment, outcome);
      break;
    case "mismatch":
      undo(draft, payment, { reason: "mismatch", outcome: mismatch, hostReference: outcome.hostReference });
      break;
    case "partial":
      if (!askWhetherEnough(draft, payment, { outcome })) refusePartial(draft, payment, outcome);
      break;
  }
}

/** A lookup found an approval. It is kept only if a POS still wants it; nobody may be left charged for nothing. */
export function takeLateApproval(draft: Draft, payment: Payment, outcome: Approved): void {
  const live = liveOf(draft, payment);
  const fits = payment.held !== undefined || judge(payment, outcome, capabilitiesOf(draft, payment)) === "match";
  const canReverse = payment.attempt?.canReverse ?? false;
  if (!fits) takeApproval(draft, payment, outcome);
  else if (live?.cancelWanted && canReverse) {
    undo(draft, payment, { reason: "canceled", outcome: canceledByPos, hostReference: outcome.hostReference });
  } else if ((live?.interested.length ?? 0) > 0 || !canReverse) complete(draft, payment, outcome);
  else {
    updateLive(draft, payment, { step: { type: "offered", outcome } });
    const { keepLateApprovalMs } = laneOf(draft, payment.lane).config.settings;
    startTimer(draft, { lane: payment.lane, key: payment.key, kind: "keep-late-approval" }, keepLateApprovalMs);
  }
}

/** Nobody asked for a late approval in time. */
export function dropLateApproval(draft: Draft, payment: Payment): void {
  const live = liveOf(draft, payment);
  if (live?.step.type !== "offered") return;
  const { hostReference } = live.step.outcome;
  const outcome: Failed = {
    kind: "failed",
    code: "REVERSED",
    message: "The approval was found only after the POS had gone, and nobody asked for it in time. It is being undone.",
  };
  undo(draft, payment, { reason: "not-wanted", outcome, hostReference });
}

/** The POS refused a partial approval, or could not be asked. */
export function refusePartial(draft: Draft, payment: Payment, outcome: Approved): void {
  undo(draft, payment, { reason: "partial-refused", outcome: canceledByPos, hostReference: outcome.hostReference });
}

/** Undoes an approval by a reversal of ours. A peer that cannot is left to a person, and the POS is told no falsehood. */
export function undo(draft: Draft, payment: Payment, undoing: Undoing): void {
  if (!payment.attempt?.canReverse) {
    park(draft, payment, {
      reversal: false,
      reason: "The terminal approved something that does not fit or is not wanted, and cannot undo it by our reference.",
      instruction: "Look at the terminal's own journal, undo the payment there, and note what was done.",
    });
    return;
  }
  decideReversal(draft, payment, undoing);
  reverse(draft, paymentOf(draft, payment.key) ?? payment);
}

function askWhetherEnough(draft: Draft, payment: Payment, offer: { outcome: Approved; settleId?: string }): boolean {
  const { outcome, settleId } = offer;
  const allowed = laneOf(draft, payment.lane).config.settings.partialApproval && payment.terms.partialApproval;
  if (!allowed) return false;
  const purpose = { type: "partial-approval", ...(settleId !== undefined && { settleId }) } as const;
  const question = { kind: "partial-approval", breakdown: outcome.breakdown } as const;
  const asked = ask(draft, payment, { questionId: `qn_${draft.entropy.slice(0, 20)}`, question, purpose });
  const live = liveOf(draft, payment);
  const during = settleId !== undefined && live ? callOf(live.step) : undefined;
  if (asked) updateLive(draft, payment, { step: { type: "undecided", outcome, ...(during && { during }) } });
  return asked;
}

function capabilitiesOf(draft: Draft, payment: Payment) {
  const { device } = laneOf(draft, payment.lane);
  return device.type === "ready" ? device.capabilities : undefined;
}

/** The POS decided about a partial approval. */
export function decidePartial(
  draft: Draft,
  payment: Payment,
  decision: { readonly accept: boolean; readonly settleId?: string },
): void {
  const live = liveOf(draft, payment);
  if (live?.step.type !== "undecided") return;
  const { outcome, during } = live.step;
  const { accept, settleId } = decision;
  if (settleId === undefined) {
    if (accept) complete(draft, payment, outcome);
    else refusePartial(draft, payment, outcome);
    return;
  }
  if (during) updateLive(draft, payment, { step: during });
  if (accept) hold(draft, payment, outcome);
  else {
    const { hostReference } = outcome;
    decideReversal(draft, payment, { reason: "partial-refused", outcome: canceledByPos, hostReference });
  }
  run(draft, { type: "settle", settleId, verdict: accept ? "keep" : "undo" });
}
