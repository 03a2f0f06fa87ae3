/** A sale arrives: it runs once under its reference, or not at all. */
import type { SaleMessage } from "../../protocol/client-messages.ts";
import type { RefusalReason } from "../../protocol/terminal-messages.ts";
import { behaviorOf } from "../behaviors.ts";
import type { Transaction } from "../ledger/transaction.ts";
import { answerSale } from "./answer-sale.ts";
import { note, send, transactionOf, update, write } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { proceed } from "./shopper.ts";

/** Takes a sale. One that is known is answered with what became of it; one that still runs is answered when it ends. */
export function onSale(draft: Draft, message: SaleMessage): void {
  const known = transactionOf(draft, message.reference);
  if (known !== undefined) {
    if (!isSame(known, message)) refuse(draft, message, "reference-reused");
    else answerSale(draft, known, "plainly");
    return;
  }
  if (draft.ledger.barred.has(message.reference)) refuseForGood(draft, message, "barred");
  else if (draft.volatile.running !== undefined) refuseForGood(draft, message, "busy");
  else begin(draft, message);
}

function begin(draft: Draft, { reference, amountMinor, currency, partialApproval }: SaleMessage): void {
  const behavior = draft.volatile.behaveNext ?? behaviorOf(amountMinor);
  write(draft, { type: "requested", reference, amountMinor, currency, partialApproval, behavior });
  update(draft, { running: { reference, stage: 0 }, behaveNext: undefined });
  proceed(draft);
}

function isSame(known: Transaction, { amountMinor, currency, partialApproval }: SaleMessage): boolean {
  return known.amountMinor === amountMinor && known.currency === currency && known.partialApproval === partialApproval;
}

/** Written down, so that a reference that was refused once can never run. */
function refuseForGood(draft: Draft, message: SaleMessage, reason: "busy" | "barred"): void {
  const { reference, amountMinor, currency } = message;
  note(draft, { type: "refused", reference, amountMinor, currency, reason });
  refuse(draft, message, reason);
}

const texts = {
  busy: "Another transaction is running. Wait for it, then ask with a new reference.",
  barred: "This reference was asked about before it came. Ask with a new one.",
  "reference-reused": "This reference belongs to another sale. Nothing was run.",
} as const satisfies Partial<Record<RefusalReason, string>>;

function refuse(draft: Draft, { reference }: SaleMessage, reason: keyof typeof texts): void {
  send(draft, { type: "refused", request: "sale", reference, reason, message: texts[reason] });
}
