/** A terminal asks whether to commit what it approved, perhaps long after it was asked to. */
import type { LaneId, SettleRequest, SettleVerdict } from "@tillwire/plugin-api";
import { liveOf, run } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { commitApproval } from "./payment/commit.ts";
import type { Commitment } from "./payment/commit.ts";
import { sameApproval } from "./payment/judge.ts";
import { findByReferences } from "./reference-names.ts";
import type { Payment } from "./state.ts";

/** Answers the terminal, at once or after the POS was asked. */
export function onSettleAsked(
  draft: Draft,
  { lane, settleId, request }: { readonly lane: LaneId; readonly settleId: string; readonly request: SettleRequest },
): void {
  const payment = findByReferences(draft.state, lane, request.references);
  const commitment = payment ? commitmentFor(draft, payment, { request, settleId }) : unknownCommitment(request);
  if (commitment !== "later") run(draft, { type: "settle", settleId, verdict: commitment });
}

/** What the journal does not know nobody can want; only a refusal does no harm. */
function unknownCommitment({ outcome }: SettleRequest): SettleVerdict {
  return outcome.kind === "approved" || outcome.kind === "unknown" ? "undo" : "keep";
}

function commitmentFor(
  draft: Draft,
  payment: Payment,
  { request, settleId }: { readonly request: SettleRequest; readonly settleId: string },
): Commitment {
  const { outcome } = request;
  if (payment.outcome?.kind === "approved") {
    const another = outcome.kind === "approved" && !sameApproval(payment.outcome, outcome);
    return another ? "undo" : "keep"; // the one that was told may be told again; a second one would charge twice
  }
  if (outcome.kind === "unknown") return "undo"; // nothing may be committed that is not written down
  if (outcome.kind !== "approved") return "keep"; // nothing is committed by acknowledging a refusal
  if (payment.outcome) return "undo";
  if (!liveOf(draft, payment)) return "undo"; // parked: a person decides, and money that did not move is simplest
  return commitApproval(draft, payment, { outcome, settleId });
}
