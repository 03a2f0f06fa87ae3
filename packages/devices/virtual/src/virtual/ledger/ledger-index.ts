/** All that the ledger says, by reference: made from the entries on start, and kept up with each that becomes durable. */
import type { LedgerFact } from "./entry.ts";
import { applyFact } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";

/** What the terminal may look at while it decides. */
export interface LedgerView {
  /** Transactions that ran, oldest first. */
  readonly transactions: ReadonlyMap<string, Transaction>;
  /** References under which nothing may run any more. */
  readonly barred: ReadonlySet<string>;
  /** References in progress or with an approval that is not committed: what a start has to take up. */
  readonly open: ReadonlySet<string>;
  readonly boot: number;
  readonly approvals: number;
  readonly lastReference: string | undefined;
}

/** A view that grows. */
export interface LedgerIndex extends LedgerView {
  add(fact: LedgerFact): void;
}

/** Makes the index of these entries. Throws `STORAGE_UNUSABLE` when they cannot have happened in this order. */
export function createLedgerIndex(facts: Iterable<LedgerFact>): LedgerIndex {
  const transactions = new Map<string, Transaction>();
  const [barred, open] = [new Set<string>(), new Set<string>()];
  let boot = 0;
  let approvals = 0;
  let lastReference: string | undefined;

  function add(fact: LedgerFact): void {
    switch (fact.type) {
      case "booted":
        ({ boot } = fact);
        return;
      case "barred":
      case "refused":
        barred.add(fact.reference);
        return;
      case "requested":
        lastReference = fact.reference;
        break;
      case "approved":
        approvals += 1;
        break;
      case "declined":
      case "canceled":
      case "committed":
      case "reversed":
        break;
    }
    const transaction = applyFact(transactions.get(fact.reference), fact);
    transactions.set(fact.reference, transaction);
    if (isOpen(transaction)) open.add(fact.reference);
    else open.delete(fact.reference);
  }

  for (const fact of facts) add(fact);
  return {
    transactions,
    barred,
    open,
    add,
    get boot() {
      return boot;
    },
    get approvals() {
      return approvals;
    },
    get lastReference() {
      return lastReference;
    },
  };
}

function isOpen({ end }: Transaction): boolean {
  return end === undefined || (end.kind === "approved" && !end.committed);
}
