/** Reading a card: the first half of an attempt in a lane with a reader. No money can move before it has ended well. */
import type { AttemptId, CardEntry, Failed, ReadAgain, ReadRequest } from "@tillwire/plugin-api";
import { attemptId } from "@tillwire/plugin-api";
import { laneOf, liveOf, paymentOf, run, setActive, startTimer, updateLive } from "../../draft.ts";
import type { Draft } from "../../draft.ts";
import type { Answered, AttemptRef, CardRead } from "../../inputs.ts";
import { TEXT_LENGTH_MAX } from "../../schemas/text.ts";
import type { NextRead, Payment, ReaderDialogue, ReadTransaction } from "../../state.ts";
import { complete } from "../complete.ts";
import { canceled } from "../not-wanted.ts";
import { resumeLane } from "../resume.ts";
import { authorize } from "./authorize.ts";
import { dialogueOf, readerEntries } from "./dialogue.ts";

/** A shopper who has tried so often to get a card read does not have one that works. */
const readsMax = 6;

/** What a read is begun with. */
export interface ReadStart {
  readonly entries: readonly CardEntry[];
  readonly again?: ReadAgain;
  readonly reads: number;
  readonly wrongPins: number;
}

/** Asks the reader for a card, under a new attempt. */
export function readCard(draft: Draft, payment: Payment, { entries, again, reads, wrongPins }: ReadStart): void {
  const attempt = attemptId(`at_${draft.entropy.slice(24, 48)}`);
  const dialogue: ReaderDialogue = { attemptId: attempt, entries, reads: reads + 1, wrongPins };
  updateLive(draft, payment, { step: { type: "reading" }, dialogue });
  setActive(draft, payment.lane, payment.key);
  const { attemptTimeoutMs } = laneOf(draft, payment.lane).config.settings;
  const request = readRequest(payment, { attempt, entries, timeoutMs: attemptTimeoutMs });
  run(draft, {
    type: "read-card",
    attempt: { lane: payment.lane, key: payment.key, attemptId: attempt },
    request: { ...request, ...(again && { again }) },
  });
  startTimer(draft, { lane: payment.lane, key: payment.key, kind: "attempt" }, attemptTimeoutMs);
}

function readRequest(
  { amount, terms }: Payment,
  { attempt, entries, timeoutMs }: { attempt: AttemptId; entries: readonly CardEntry[]; timeoutMs: number },
): ReadRequest {
  const { tip = 0, surcharge = 0, cashback = 0 } = terms.parts;
  return {
    attemptId: attempt,
    kind: "sale",
    amount: { ...amount, amountMinor: amount.amountMinor + tip + surcharge + cashback },
    cashbackMinor: cashback,
    entries,
    mode: "full",
    timeoutMs,
  };
}

/** How the read ended. */
export function onCardRead(draft: Draft, attempt: AttemptRef, answer: Answered<CardRead>): void {
  const payment = paymentOf(draft, attempt.key);
  const dialogue = dialogueOf(draft, attempt);
  if (!payment || !dialogue || liveOf(draft, payment)?.step.type !== "reading") return;
  if ("result" in answer) takeRead(draft, payment, { dialogue, read: answer.result });
  else {
    const { code, message } = answer.error; // whatever its effect: nothing was sent to anybody who could move money
    endUnread(draft, payment, { kind: "failed", code, message: message.slice(0, TEXT_LENGTH_MAX) });
  }
  if (liveOf(draft, payment) === undefined) resumeLane(draft, attempt.lane);
}

function takeRead(
  draft: Draft,
  payment: Payment,
  { dialogue, read }: { readonly dialogue: ReaderDialogue; readonly read: CardRead },
): void {
  switch (read.kind) {
    case "online-completion":
    case "online-final": {
      const { transactionId, card } = read;
      return takeCard(draft, payment, { transactionId, card, paused: read.kind === "online-completion" });
    }
    case "offline-approved": {
      const { transactionId, card } = read;
      holdCard(draft, payment, { transactionId, card, paused: false });
      return complete(draft, payment, offlineRefused);
    }
    case "offline-declined":
      return endUnread(draft, payment, { kind: "declined", reason: read.reason, card: read.card.summary });
    case "card-only":
      return endUnread(draft, payment, noTransaction);
    case "try-other-interface":
      return tryOther(draft, payment, { dialogue, next: { entries: read.entries, again: "other-interface" } });
    case "canceled":
      return endUnread(draft, payment, read);
  }
}

function takeCard(draft: Draft, payment: Payment, transaction: ReadTransaction): void {
  holdCard(draft, payment, transaction);
  if (payment.cancelWanted) complete(draft, payment, canceled);
  else authorize(draft, payment);
}

function holdCard(draft: Draft, payment: Payment, transaction: ReadTransaction): void {
  const dialogue = liveOf(draft, payment)?.dialogue;
  if (dialogue) updateLive(draft, payment, { dialogue: { ...dialogue, transaction } });
}

/** Nothing was read that could be sent: the reader is free, and the payment final. */
function endUnread(draft: Draft, payment: Payment, outcome: Parameters<typeof complete>[2]): void {
  setActive(draft, payment.lane, undefined);
  complete(draft, payment, payment.cancelWanted && outcome.kind === "failed" ? canceled : outcome);
}

/** Another way to use the card, as far as the lane takes it. */
function tryOther(
  draft: Draft,
  payment: Payment,
  { dialogue, next }: { readonly dialogue: ReaderDialogue; readonly next: NextRead },
): void {
  const possible = readerEntries(draft, payment);
  const entries = next.entries.filter((entry) => possible.includes(entry));
  if (payment.cancelWanted) endUnread(draft, payment, canceled);
  else if (entries.length === 0 || dialogue.reads >= readsMax) endUnread(draft, payment, unreadable);
  else readCard(draft, payment, { ...dialogue, ...next, entries });
}

const unreadable: Failed = {
  kind: "failed",
  code: "DEVICE_REFUSED",
  message: "The card could not be read in any way that this reader takes. Try another card.",
};

const noTransaction: Failed = {
  kind: "failed",
  code: "ANSWER_INVALID",
  message: "The reader gave a card without a transaction. Nothing was sent; the shopper was not charged.",
};

/** Offline approvals are off unless a lane allows them: they are the merchant's risk. */
const offlineRefused: Failed = {
  kind: "failed",
  code: "OPERATION_UNSUPPORTED",
  message: "The card approved offline, and this lane takes no offline approvals. The shopper was not charged.",
};
