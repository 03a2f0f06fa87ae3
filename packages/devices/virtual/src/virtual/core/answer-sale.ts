/** How the answer to a sale goes out, good or bad. */
import { AMOUNT_MINOR_MAX } from "@tillwire/plugin-api";
import type { Ended } from "../../protocol/vocabulary.ts";
import type { Answering } from "../behaviors.ts";
import type { Transaction } from "../ledger/transaction.ts";
import { send, startTimer } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { endedOf } from "./ended.ts";

/** A header that claims four gigabytes, and a body that is none. */
const garbage = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x21, 0x23, 0x24, 0x25);

/** Answers the sale that this transaction was. */
export function answerSale(draft: Draft, transaction: Transaction, answering: Answering): void {
  const ended = endedOf(transaction, draft.settings.terminalId);
  if (ended === undefined) return;
  switch (answering) {
    case "plainly":
      sendResult(draft, ended);
      break;
    case "twice":
      sendResult(draft, ended);
      sendResult(draft, ended);
      break;
    case "never":
      break;
    case "late":
      startTimer(draft, { kind: "late-answer", reference: ended.reference }, draft.settings.lateMs);
      break;
    case "other-amount":
      sendResult(draft, { ...ended, amountMinor: Math.min(ended.amountMinor + 1, AMOUNT_MINOR_MAX) });
      break;
    case "other-reference":
      sendResult(draft, { ...ended, reference: otherThan(ended.reference) });
      break;
    case "garbage":
      if (draft.volatile.session) draft.outputs.push({ type: "send-garbage", bytes: garbage });
      break;
  }
}

function sendResult(draft: Draft, ended: Ended): void {
  send(draft, { type: "result", ...ended });
}

function otherThan(reference: string): string {
  return reference.slice(0, -1) + (reference.endsWith("X") ? "Y" : "X");
}
