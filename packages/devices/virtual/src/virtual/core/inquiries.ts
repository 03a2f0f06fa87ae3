/** What the client asks about earlier transactions, and how it undoes them. What it may depends on the level. */
import type { RefusableRequest } from "../../protocol/terminal-messages.ts";
import { undo } from "./commitment.ts";
import { cancelSale } from "./conclude.ts";
import { note, send, transactionOf } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { endedOf } from "./ended.ts";
import { canStillCancel } from "./shopper.ts";

/** Level B: what became of it? A reference that is not known is barred before the answer goes out. */
export function onInquire(draft: Draft, reference: string): void {
  if (refusedByLevel(draft, "inquire", "B")) return;
  const transaction = transactionOf(draft, reference);
  if (transaction === undefined) {
    bar(draft, reference, "inquiry");
    send(draft, { type: "status", state: "not-found", reference });
    return;
  }
  const ended = endedOf(transaction, draft.settings.terminalId);
  if (ended === undefined) send(draft, { type: "status", state: "in-progress", reference });
  else send(draft, { type: "status", state: "ended", ...ended });
}

/** Level C: what became of the last one? */
export function onRepeatLast(draft: Draft): void {
  if (refusedByLevel(draft, "repeat-last", "C")) return;
  const { lastReference } = draft.ledger;
  const transaction = lastReference === undefined ? undefined : transactionOf(draft, lastReference);
  if (transaction === undefined) {
    send(draft, { type: "last", state: "none" });
    return;
  }
  const ended = endedOf(transaction, draft.settings.terminalId);
  if (ended !== undefined) send(draft, { type: "last", state: "ended", ...ended });
  else send(draft, { type: "last", state: "in-progress", reference: transaction.reference });
}

/** Level B: undo it, whatever became of it, also while it runs. */
export function onReverse(draft: Draft, reference: string): void {
  if (refusedByLevel(draft, "reverse", "B")) return;
  const transaction = transactionOf(draft, reference);
  if (transaction === undefined) {
    bar(draft, reference, "reversal");
    send(draft, { type: "reversed", reference, state: "not-found" });
    return;
  }
  if (transaction.end === undefined) cancelSale(draft, transaction, "reversal");
  else undo(draft, transaction, "reversal");
  send(draft, { type: "reversed", reference, state: "done" });
}

/** Stop, if that is still possible: not once the issuer was asked. */
export function onCancel(draft: Draft, reference: string): void {
  const transaction = transactionOf(draft, reference);
  const { running } = draft.volatile;
  const request = "cancel";
  if (transaction === undefined) {
    const message = "There is no transaction of this reference.";
    send(draft, { type: "refused", request, reference, reason: "unknown-reference", message });
  } else if (running?.reference === reference && canStillCancel(transaction, running.stage)) {
    send(draft, { type: "canceling", reference });
    cancelSale(draft, transaction, "pos");
  } else {
    const message = "It is too late to cancel this transaction.";
    send(draft, { type: "refused", request, reference, reason: "too-late", message });
  }
}

/** The shopper's key. It does nothing when nothing can be canceled. */
export function onCancelKey(draft: Draft): void {
  const { running } = draft.volatile;
  const transaction = running && transactionOf(draft, running.reference);
  if (running && transaction && canStillCancel(transaction, running.stage)) cancelSale(draft, transaction, "shopper");
}

function bar(draft: Draft, reference: string, by: "inquiry" | "reversal"): void {
  if (!draft.ledger.barred.has(reference)) note(draft, { type: "barred", reference, by });
}

function refusedByLevel(draft: Draft, request: RefusableRequest, level: "B" | "C"): boolean {
  if (draft.settings.level === level) return false;
  const message = `This terminal is set to level ${draft.settings.level}; ${request} is of level ${level}.`;
  send(draft, { type: "refused", request, reason: "unsupported", message });
  return true;
}
