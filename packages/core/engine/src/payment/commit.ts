/** A terminal asks whether to commit what it approved. The decision is written down before the answer goes out. */
import type { Approved, SettleVerdict } from "@tillwire/plugin-api";
import { liveOf, startTimer, takeSeq, tell, updateLive, write } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { callOf } from "../state.ts";
import { backoffMs } from "./backoff.ts";
import { isHeld, judge } from "./judge.ts";
import { canceledByPos, mismatch, partialRefused } from "./not-wanted.ts";
import { askWhetherEnough } from "./partial.ts";
import { decideReversal } from "./reversal.ts";
import type { Undoing } from "./reversal.ts";

/** How the terminal's question is answered at once, or later. */
export type Commitment = SettleVerdict | "later";

/** Decides whether the terminal may commit an approval of a payment that is not final. */
export function commitApproval(
  draft: Draft,
  payment: Payment,
  offer: { readonly outcome: Approved; readonly settleId: string },
): Commitment {
  const { outcome } = offer;
  if (payment.held) return isHeld(payment, outcome) ? "keep" : "undo"; // another one would charge twice
  if (payment.cancelWanted) return refuseToCommit(draft, payment, canceledByPos(outcome));
  switch (judge(payment, outcome)) {
    case "mismatch":
      return refuseToCommit(draft, payment, mismatch(outcome));
    case "match":
      return hold(draft, payment, outcome);
    case "partial":
      if (askWhetherEnough(draft, payment, offer)) return "later";
      return refuseToCommit(draft, payment, partialRefused(outcome));
  }
}

/** Writes down that the peer was told to keep its approval. From here on a cancel comes too late. */
export function hold(draft: Draft, payment: Payment, outcome: Approved): "keep" {
  const seq = takeSeq(draft, payment.lane);
  write(draft, payment.lane, { type: "settled", key: payment.key, outcome, seq });
  tell(draft, payment, { type: "online-answered", seq });
  if (liveOf(draft, payment)?.step.type === "looking") {
    // The question under way left before this: "not found" in answer to it says nothing about what is committed now.
    updateLive(draft, payment, { step: { type: "looking", afterHorizon: false } });
  }
  return "keep";
}

/** Writes down that the terminal has to undo its approval. Unless it still owes us an answer, we ask what came of that. */
export function refuseToCommit(draft: Draft, payment: Payment, undoing: Undoing): "undo" {
  decideReversal(draft, payment, undoing);
  const live = liveOf(draft, payment);
  if (live && !callOf(live.step)) {
    updateLive(draft, payment, { step: { type: "reverse-later", timed: true } });
    startTimer(draft, { lane: payment.lane, key: payment.key, kind: "again" }, backoffMs(0, "reversal", draft.entropy));
  }
  return "undo";
}
