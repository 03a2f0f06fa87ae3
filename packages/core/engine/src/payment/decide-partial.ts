/** The POS has said whether a partial approval will do, or the deadline has said no. */
import { liveOf, run, updateLive } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { PartialApprovalPurpose, Payment } from "../state.ts";
import { undo } from "./undo.ts";
import { hold, refuseToCommit } from "./commit.ts";
import { look } from "./find-out.ts";
import { partialRefused } from "./not-wanted.ts";
import { openPartial } from "./partial.ts";
import { approve } from "./reader/approve.ts";
import { closeQuestion } from "./questions.ts";

/** Carries the decision out. A terminal that waits for our verdict gets it; one that has ended is taken at its word. */
export function decidePartial(
  draft: Draft,
  payment: Payment,
  { accept, purpose }: { readonly accept: boolean; readonly purpose: PartialApprovalPurpose },
): void {
  const { outcome, settleIds } = purpose;
  if (settleIds.length === 0) {
    if (accept) approve(draft, payment, outcome);
    else undo(draft, payment, partialRefused(outcome));
    return;
  }
  const verdict = accept ? hold(draft, payment, outcome) : refuseToCommit(draft, payment, partialRefused(outcome));
  for (const settleId of settleIds) run(draft, { type: "settle", settleId, verdict });
  if (accept && liveOf(draft, payment)?.step.type === "undecided") {
    updateLive(draft, payment, { step: { type: "look-later" } });
    look(draft, payment); // it was found, and the terminal asks all the same: only the terminal knows now
  }
}

/** The payment is to be stopped while the POS is being asked: that is an answer. False when it is not being asked. */
export function refuseOpenPartial(draft: Draft, payment: Payment): boolean {
  const open = openPartial(draft, payment);
  if (!open) return false;
  closeQuestion(draft, payment, { questionId: open.questionId, by: "payment" });
  decidePartial(draft, payment, { accept: false, purpose: open.purpose });
  return true;
}
