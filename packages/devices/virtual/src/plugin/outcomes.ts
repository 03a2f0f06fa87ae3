/** What the terminal says became of a transaction, in the words of the plugin interface. */
import type { Approved, AttemptOutcome, Canceled, Failed } from "@tillwire/plugin-api";
import type { SaleMessage } from "../protocol/client-messages.ts";
import type { CanceledBy, Ended, ReversedBy, WireApproval } from "../protocol/vocabulary.ts";

/** The outcome. An approval is one here whether it is committed or not; that is the caller's to see to. */
export function outcomeOf(ended: Ended): Exclude<AttemptOutcome, { kind: "unknown" }> {
  const { outcome } = ended;
  switch (outcome.kind) {
    case "approved":
      return approvedOf(ended, outcome);
    case "declined": {
      const { reason, hostCode, text, card, receipts } = outcome;
      return { kind: "declined", reason, hostCode, message: text, card, receipts };
    }
    case "canceled":
      return canceledOf(outcome.by);
    case "reversed":
      return undoneOf(outcome.by);
  }
}

/** An approval. */
export function approvedOf({ amountMinor, currency }: Ended, approval: WireApproval): Approved {
  const { authorizedMinor, hostReference, approvalCode, card, receipts } = approval;
  return {
    kind: "approved",
    breakdown: {
      currency,
      requestedMinor: amountMinor,
      tipMinor: 0,
      surchargeMinor: 0,
      cashbackMinor: 0,
      authorizedMinor,
    },
    hostReference,
    authorizationCode: approvalCode,
    card,
    receipts,
  };
}

function canceledOf(by: CanceledBy): Canceled | Failed {
  switch (by) {
    case "shopper":
    case "pos":
    case "timeout":
      return { kind: "canceled", by };
    case "reversal":
      return { kind: "canceled", by: "pos" };
    case "reboot": {
      const message = "The terminal restarted before the issuer was asked. The shopper was not charged.";
      return { kind: "failed", code: "NOT_COMPLETED", message };
    }
  }
}

/** An approval that was undone. */
export function undoneOf(by: ReversedBy): Failed {
  const why: Record<ReversedBy, string> = {
    undo: "because it was not wanted",
    timeout: "because nothing committed it in time",
    reversal: "on request",
  };
  return { kind: "failed", code: "REVERSED", message: `The terminal undid its approval ${why[by]}.` };
}

/** Is this an answer to that sale? An approved total may fall short only where a part is allowed (rule R6). */
export function answersSale(sale: SaleMessage, { amountMinor, currency, outcome }: Ended): boolean {
  if (amountMinor !== sale.amountMinor || currency !== sale.currency) return false;
  if (outcome.kind !== "approved") return true;
  return outcome.authorizedMinor === amountMinor || (sale.partialApproval && outcome.authorizedMinor < amountMinor);
}
