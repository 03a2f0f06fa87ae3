/**
 * What to do with an approval that the terminal gives as its answer: keep it, ask the POS, or undo it. One decision a
 * payment, whichever record is first.
 */
import type { Approved } from "@tillwire/plugin-api";
import { laneOf, liveOf, startTimer, updateLive } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { complete } from "./complete.ts";
import { judge } from "./judge.ts";
import { canceledByPos, cardRefused, foundTooLate, mismatch, partialRefused } from "./not-wanted.ts";
import { approve } from "./reader/approve.ts";
import { askWhetherEnough } from "./partial.ts";
import { undo } from "./undo.ts";

/** The terminal said approved in answer to the request itself: the device is free again. */
export function takeApproval(draft: Draft, payment: Payment, outcome: Approved): void {
  switch (judge(payment, outcome)) {
    case "match":
      approve(draft, payment, outcome);
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
  else if (payment.attempt?.gateway?.cardPaused) undo(draft, payment, cardRefused(outcome));
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
