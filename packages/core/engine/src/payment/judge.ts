/**
 * Does an approval fit the payment? By our currency and requested amount (rule R6): the total may exceed the request
 * only by parts that were asked for or that the lane lets the device add, and fall short only as a partial approval.
 */
import type { Approved } from "@tillwire/plugin-api";
import type { Payment } from "../state.ts";

/** How an approval fits. */
export type Verdict = "match" | "partial" | "mismatch";

/** Judges an approval by what is written down, so that a restart or a lost device changes no verdict. */
export function judge(payment: Payment, approved: Approved): Verdict {
  const { amount, terms, attempt } = payment;
  const { breakdown } = approved;
  if (payment.held) return isHeld(payment, approved) ? "match" : "mismatch"; // another one would charge twice
  if (breakdown.currency !== amount.currency || breakdown.requestedMinor !== amount.amountMinor) return "mismatch";
  const statedTip = terms.parts.tip ?? 0;
  const tipFits = breakdown.tipMinor === statedTip || (attempt?.tipOnDevice === true && breakdown.tipMinor > statedTip);
  const othersFit =
    breakdown.surchargeMinor === (terms.parts.surcharge ?? 0) &&
    breakdown.cashbackMinor === (terms.parts.cashback ?? 0);
  if (!tipFits || !othersFit) return "mismatch";
  const total = breakdown.requestedMinor + breakdown.tipMinor + breakdown.surchargeMinor + breakdown.cashbackMinor;
  if (breakdown.authorizedMinor === total) return "match";
  return breakdown.authorizedMinor > 0 && breakdown.authorizedMinor < total ? "partial" : "mismatch";
}

/** Is it the approval that the terminal was told to keep? */
export function isHeld({ held }: Payment, approved: Approved): boolean {
  return held !== undefined && sameApproval(held, approved);
}

/** Another amount, or another reference of the peer, is another approval: money that would move twice. */
export function sameApproval(one: Approved, other: Approved): boolean {
  return (
    one.hostReference === other.hostReference &&
    one.breakdown.currency === other.breakdown.currency &&
    one.breakdown.authorizedMinor === other.breakdown.authorizedMinor
  );
}
