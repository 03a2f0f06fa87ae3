/** What an auditor wants to know of a ledger: pure functions over its entries. */
import type { LedgerEntry } from "./entry.ts";
import { createLedgerIndex } from "./ledger-index.ts";

/** An approval that was not undone: the shopper is charged, or is about to be. */
export interface LiveApproval {
  readonly reference: string;
  readonly authorizedMinor: number;
  readonly currency: string;
  /** False while the terminal waits for a commit; it undoes the approval by itself if none comes. */
  readonly committed: boolean;
}

/** Every approval that is live after these entries, oldest first. Throws `STORAGE_UNUSABLE` for an impossible ledger. */
export function liveApprovals(entries: Iterable<LedgerEntry>): readonly LiveApproval[] {
  const { transactions } = createLedgerIndex(entries);
  return [...transactions.values()].flatMap(({ reference, currency, end }) =>
    end?.kind === "approved"
      ? [{ reference, currency, authorizedMinor: end.authorizedMinor, committed: end.committed }]
      : [],
  );
}

/** Counts and sums of one currency. */
export interface LedgerTotals {
  readonly currency: string;
  readonly approved: Total;
  readonly committed: Total;
  readonly reversed: Total;
  /** Approved and not reversed. */
  readonly live: Total;
}

/** How many, and how much in minor units. */
export interface Total {
  readonly count: number;
  readonly amountMinor: number;
}

/** The totals of each currency that has an approval, in the order of its code. */
export function ledgerTotals(entries: Iterable<LedgerEntry>): readonly LedgerTotals[] {
  const all = [...entries];
  const approved = all.filter((entry) => entry.type === "approved");
  const committed = all.filter((entry) => entry.type === "committed");
  const reversed = all.filter((entry) => entry.type === "reversed");
  const live = liveApprovals(all);
  const currencies = [...new Set(approved.map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) => ({
    currency,
    approved: totalOf(approved, currency),
    committed: totalOf(committed, currency),
    reversed: totalOf(reversed, currency),
    live: totalOf(live, currency),
  }));
}

function totalOf(
  lines: readonly { readonly currency: string; readonly authorizedMinor: number }[],
  wanted: string,
): Total {
  const matching = lines.filter(({ currency }) => currency === wanted);
  return {
    count: matching.length,
    amountMinor: matching.reduce((sum, { authorizedMinor }) => sum + authorizedMinor, 0),
  };
}
