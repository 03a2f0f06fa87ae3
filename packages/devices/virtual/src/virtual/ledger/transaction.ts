/** What the ledger says about one transaction: a fold over its entries. */
import { TillwireError } from "@tillwire/plugin-api";
import type { CanceledBy, ReversedBy, WireDeclineReason } from "../../protocol/vocabulary.ts";
import type { BehaviorName } from "../behaviors.ts";
import type { LedgerFact } from "./entry.ts";

/** How a transaction ended. An approval that is not committed can still change, and so can one that is reversed. */
export type End =
  | {
      readonly kind: "approved";
      readonly committed: boolean;
      readonly authorizedMinor: number;
      readonly approvalCode: string;
      readonly hostReference: string;
    }
  | { readonly kind: "declined"; readonly reason: WireDeclineReason; readonly hostCode: string }
  | { readonly kind: "canceled"; readonly by: CanceledBy }
  | { readonly kind: "reversed"; readonly by: ReversedBy };

/** A transaction that ran. Without `end` it is in progress. */
export interface Transaction {
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly partialApproval: boolean;
  readonly behavior: BehaviorName;
  readonly end?: End;
}

/** Facts about a transaction that ran. */
export type TransactionFact = Exclude<LedgerFact, { type: "booted" | "barred" | "refused" }>;

/** Applies one fact. Throws `STORAGE_UNUSABLE` when it cannot follow: then the ledger is not ours, or damaged. */
export function applyFact(before: Transaction | undefined, fact: TransactionFact): Transaction {
  if (fact.type === "requested") {
    if (before !== undefined) throw cannotFollow(fact);
    const { reference, amountMinor, currency, partialApproval, behavior } = fact;
    return { reference, amountMinor, currency, partialApproval, behavior };
  }
  if (before === undefined) throw cannotFollow(fact);
  return { ...before, end: endOf(before.end, fact) };
}

function endOf(before: End | undefined, fact: Exclude<TransactionFact, { type: "requested" }>): End {
  switch (fact.type) {
    case "approved": {
      const { authorizedMinor, approvalCode, hostReference } = fact;
      if (before === undefined)
        return { kind: "approved", committed: false, authorizedMinor, approvalCode, hostReference };
      break;
    }
    case "declined":
      if (before === undefined) return { kind: "declined", reason: fact.reason, hostCode: fact.hostCode };
      break;
    case "canceled":
      if (before === undefined) return { kind: "canceled", by: fact.by };
      break;
    case "committed":
      if (before?.kind === "approved" && !before.committed) return { ...before, committed: true };
      break;
    case "reversed":
      if (before?.kind === "approved") return { kind: "reversed", by: fact.by };
      break;
  }
  throw cannotFollow(fact);
}

function cannotFollow({ type, reference }: TransactionFact): TillwireError {
  return new TillwireError("STORAGE_UNUSABLE", {
    message: `The ledger says "${type}" of ${reference} where that cannot be. Use a ledger file of this terminal alone.`,
    effect: "none",
  });
}
