/** A transaction that has ended, in the words of the wire. */
import type { Ended, WireOutcome } from "../../protocol/vocabulary.ts";
import { virtualCard } from "../card.ts";
import type { End, Transaction } from "../ledger/transaction.ts";
import { receiptsOf } from "../receipts.ts";

/** What there is to tell, or nothing while it is in progress. */
export function endedOf(transaction: Transaction, terminalId: string): Ended | undefined {
  const { reference, amountMinor, currency, end } = transaction;
  if (end === undefined) return undefined;
  return { reference, amountMinor, currency, outcome: outcomeOf(transaction, end, terminalId) };
}

function outcomeOf(transaction: Transaction, end: End, terminalId: string): WireOutcome {
  switch (end.kind) {
    case "approved": {
      const { committed, authorizedMinor, approvalCode, hostReference } = end;
      const state = committed ? "committed" : "uncommitted";
      const receipts = receiptsOf(transaction, end, terminalId);
      return { kind: "approved", state, authorizedMinor, approvalCode, hostReference, card: virtualCard, receipts };
    }
    case "declined": {
      const { reason, hostCode } = end;
      const receipts = receiptsOf(transaction, end, terminalId);
      return { kind: "declined", reason, hostCode, text: `Declined (${hostCode})`, card: virtualCard, receipts };
    }
    case "canceled":
      return { kind: "canceled", by: end.by };
    case "reversed":
      return { kind: "reversed", by: end.by };
  }
}
