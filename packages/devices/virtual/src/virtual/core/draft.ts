/** A step while it is being made. Made and used within one call; the functions around it stay pure. */
import type { TerminalMessage } from "../../protocol/terminal-messages.ts";
import type { LedgerFact } from "../ledger/entry.ts";
import type { LedgerView } from "../ledger/ledger-index.ts";
import { applyFact } from "../ledger/transaction.ts";
import type { Transaction, TransactionFact } from "../ledger/transaction.ts";
import type { TerminalSettings } from "../settings.ts";
import type { Output, Step, Timer, Volatile } from "./inputs.ts";

/** The terminal before the step. */
export interface Before {
  readonly settings: TerminalSettings;
  readonly ledger: LedgerView;
  readonly volatile: Volatile;
}

/** The terminal, and what was decided so far. */
export interface Draft {
  readonly settings: TerminalSettings;
  readonly ledger: LedgerView;
  volatile: Volatile;
  readonly facts: LedgerFact[];
  readonly outputs: Output[];
  readonly changed: Map<string, Transaction>;
}

export function draftOf({ settings, ledger, volatile }: Before): Draft {
  return { settings, ledger, volatile, facts: [], outputs: [], changed: new Map() };
}

export function stepOf({ volatile, facts, outputs }: Draft): Step {
  return { volatile, facts, outputs };
}

/** The transaction as it is after what was decided so far. */
export function transactionOf(draft: Draft, reference: string): Transaction | undefined {
  return draft.changed.get(reference) ?? draft.ledger.transactions.get(reference);
}

/** Decides a fact about a transaction, and gives the transaction as it is then. */
export function write(draft: Draft, fact: TransactionFact): Transaction {
  const transaction = applyFact(transactionOf(draft, fact.reference), fact);
  draft.facts.push(fact);
  draft.changed.set(fact.reference, transaction);
  return transaction;
}

/** Decides any other fact. */
export function note(draft: Draft, fact: Exclude<LedgerFact, TransactionFact>): void {
  draft.facts.push(fact);
}

/** What names the next approval: for the receipt, and for whoever calls the acquirer. */
export function approvalNumbers({ ledger, facts, settings }: Draft): {
  readonly approvalCode: string;
  readonly hostReference: string;
} {
  const number = ledger.approvals + facts.filter(({ type }) => type === "approved").length + 1;
  return {
    approvalCode: String(number).padStart(6, "0"),
    hostReference: `${settings.terminalId}-${number}`,
  };
}

export function update(draft: Draft, change: Partial<Volatile>): void {
  draft.volatile = { ...draft.volatile, ...change };
}

/** Says something to the client, if one is there. */
export function send(draft: Draft, message: TerminalMessage): void {
  if (draft.volatile.session?.greeted === true) draft.outputs.push({ type: "send", message });
}

export function startTimer(draft: Draft, timer: Timer, durationMs: number): void {
  draft.outputs.push({ type: "start-timer", timer, durationMs });
}

export function stopTimer(draft: Draft, timer: Timer): void {
  draft.outputs.push({ type: "stop-timer", timer });
}

/** Ends the session; what the client sends from now on is not heard. */
export function closeSession(draft: Draft): void {
  if (draft.volatile.session === undefined) return;
  stopTimer(draft, { kind: "hello" });
  draft.outputs.push({ type: "close" });
  update(draft, { session: undefined });
}
