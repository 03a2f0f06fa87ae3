/** Decides a reversal, 0400 and its repeats: it undoes once, however often it comes, and bars what has not come yet. */
import type { Books } from "../ledger/books.ts";
import { keyText, type LedgerFact } from "../ledger/entry.ts";
import type { Asked } from "./authorize.ts";
import { answerTo, refuse, send, type Decision } from "./decision.ts";
import { readReversal } from "./read-request.ts";

/** @throws TillwireError `FRAME_INVALID` for a message that cannot be read; nothing is decided then. */
export function decideReversal(books: Books, { message }: Asked): Decision {
  const { original: request, kind, amountMinor, currency } = readReversal(message);
  const key = keyText(request);
  const original = books.authorizations.get(key);
  if (!original) {
    const facts: readonly LedgerFact[] = books.barred.has(key) ? [] : [{ type: "barred", request }];
    return { facts, deliveries: send(answerTo(message, { 39: "25" })), log: "25: no such original; it is barred" };
  }
  if (original.kind !== kind) return refuse(message, "30", "the original has another type");
  if (original.currency !== currency || original.requestedMinor !== amountMinor) {
    return refuse(message, "64", "the original has another amount");
  }
  const undoes = original.authorizedMinor > 0 && !original.reversed;
  const facts: readonly LedgerFact[] = undoes
    ? [{ type: "reversal", request, restoredMinor: original.authorizedMinor, currency }]
    : [];
  const log = undoes ? `00: undone ${original.authorizedMinor} ${currency}` : "00: nothing of it was live";
  return { facts, deliveries: send(answerTo(message, { 39: "00" })), log };
}
