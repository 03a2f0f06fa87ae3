/**
 * What to do with an approval that the terminal gives as its answer: keep it, ask the POS, or undo it. One decision a
 * payment, whichever record is first.
 */
import type { Approved } from "@tillwire/plugin-api";
import { laneOf, liveOf, paymentOf, startTimer, updateLive } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { complete } from "./complete.ts";
import { judge } from "./judge.ts";
import { canceledByPos, foundTooLate, mismatch, partialRefused } from "./not-wanted.ts";
import { park } from "./park.ts";
import { askWhetherEnough } from "./partial.ts";
import { decideReversal, reverse } from "./reversal.ts";
import type { Undoing } from "./reversal.ts";

/** The terminal said approved in answer to the request itself: the device is free again. */
export function takeApproval(draft: Draft, payment: Payment, outcome: Approved): void {
  switch (judge(payment, outcome)) {
    case "match":
      complete(draft, payment, outcome);
      break;
    case "mismatch":
      undo(draft, payment, mismatch(outcome));
      break;
    case "partial":
      if (!askWhetherEnough(draft, payment, { outcome })) undo(draft, payment, partialRefused(outcome));
      break;
  }
}

/** A lookup found an approval. It is kept only if a POS still wants it; nobody may be left charged for nothing. */
export function takeLateApproval(draft: Draft, payment: Payment, outcome: Approved): void {
  const live = liveOf(draft, payment);
  const canReverse = payment.attempt?.canReverse ?? false;
  if (judge(payment, outcome) !== "match") takeApproval(draft, payment, outcome);
  else if (payment.cancelWanted && canReverse) undo(draft, payment, canceledByPos(outcome));
  else if ((live?.interested.length ?? 0) > 0 || !canReverse) complete(draft, payment, outcome);
  else {
    updateLive(draft, payment, { step: { type: "offered", outcome } });
    const { keepLateApprovalMs } = laneOf(draft, payment.lane).config.settings;
    startTimer(draft, { lane: payment.lane, key: payment.key, kind: "keep-late-approval" }, keepLateApprovalMs);
  }
}

/** Nobody asked for a late approval in time. */
export function dropLateApproval(draft: Draft, payment: Payment): void {
  const live = liveOf(draft, payment);
  if (live?.step.type === "offered") undo(draft, payment, foundTooLate(live.step.outcome));
}

/** Undoes an approval by a reversal of ours. A peer that cannot is left to a person, and the POS is told no falsehood. */
export function undo(draft: Draft, payment: Payment, undoing: Undoing): void {
  if (!payment.attempt?.canReverse) {
    park(draft, payment, {
      reversal: false,
      reason:
        "The terminal approved something that does not fit or is not wanted, and cannot undo it by our reference.",
      instruction: "Look at the terminal's own journal, undo the payment there, and note what was done.",
    });
    return;
  }
  decideReversal(draft, payment, undoing);
  reverse(draft, paymentOf(draft, payment.key) ?? payment);
}
