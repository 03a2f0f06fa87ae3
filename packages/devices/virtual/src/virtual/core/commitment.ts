/** An approval is kept when the client commits it, and undone when it refuses, or says nothing in time. */
import type { ReversedBy } from "../../protocol/vocabulary.ts";
import { behaviors } from "../behaviors.ts";
import type { Behavior } from "../behaviors.ts";
import type { End, Transaction } from "../ledger/transaction.ts";
import { send, stopTimer, transactionOf, write } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { breakDown } from "./trouble.ts";

/** The client keeps an approval, or refuses it. Either way it is told what holds now. */
export function onCommitOrUndo(draft: Draft, request: "commit" | "undo", reference: string): void {
  const transaction = transactionOf(draft, reference);
  const end = transaction?.end;
  if (transaction !== undefined && end?.kind === "approved" && !end.committed) {
    if (request === "commit") commit(draft, transaction, end);
    else tellEnd(draft, request, undo(draft, transaction, "undo"));
  } else if (transaction === undefined) {
    const message = "There is no transaction of this reference.";
    send(draft, { type: "refused", request, reference, reason: "unknown-reference", message });
  } else tellEnd(draft, request, transaction);
}

/** Nobody committed in time. */
export function onCommitTimeout(draft: Draft, reference: string): void {
  const transaction = transactionOf(draft, reference);
  if (transaction?.end?.kind === "approved" && !transaction.end.committed) undo(draft, transaction, "timeout");
}

/** Undoes an approval. */
export function undo(draft: Draft, transaction: Transaction, by: ReversedBy): Transaction {
  const { reference, currency, end } = transaction;
  if (end?.kind !== "approved") return transaction;
  stopTimer(draft, { kind: "commit", reference });
  return write(draft, { type: "reversed", reference, authorizedMinor: end.authorizedMinor, currency, by });
}

type Approval = Extract<End, { kind: "approved" }>;

function commit(draft: Draft, { reference, currency, behavior }: Transaction, { authorizedMinor }: Approval): void {
  stopTimer(draft, { kind: "commit", reference });
  const transaction = write(draft, { type: "committed", reference, authorizedMinor, currency });
  const broken: Behavior = behaviors[behavior];
  if (breakDown(draft, broken, "after-commit") === "up") tellEnd(draft, "commit", transaction);
}

function tellEnd(draft: Draft, request: "commit" | "undo", { reference, end }: Transaction): void {
  if (end?.kind === "approved" && end.committed) send(draft, { type: "committed", reference });
  else if (end?.kind === "reversed") send(draft, { type: "undone", reference, by: end.by });
  else {
    const message = "This transaction has no approval.";
    send(draft, { type: "refused", request, reference, reason: "not-approved", message });
  }
}
