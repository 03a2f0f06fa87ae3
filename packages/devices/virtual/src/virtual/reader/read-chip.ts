/** A read by the contact chip (EMV), and what follows when the chip fails. */
import type { CardData, DeclineReason } from "@tillwire/plugin-api";
import { chipCardData } from "./card-data.ts";
import { drive } from "./drive.ts";
import type { Driven } from "./drive.ts";
import type { EndReason } from "./kernel/dialogue.ts";
import { completeTransaction } from "./kernel/completion.ts";
import { runFirst } from "./kernel/kernel.ts";
import type { FirstResult } from "./kernel/kernel.ts";
import type { Reading, Situation } from "./reading.ts";
import { isReadOnly, kernelInput } from "./request.ts";
import type { ChipFailure } from "./world.ts";

/** Reasons that a card gives with an AAC (tag 9F27, low bits; EMV Book 3, table 15). */
const reasonsOfCard = new Map<number, DeclineReason>([
  [1, "not-permitted"],
  [2, "pin-tries-exceeded"],
]);

/** Runs the contact kernel, and says how it ended. */
export async function readByChip(situation: Situation): Promise<Reading> {
  const { world, order, plan, people, signal } = situation;
  const card = world.cardNamed(plan.card);
  card.misbehave(plan.faults ?? {});
  if (!isAnswerToReset(card.reset("contact"))) {
    card.pull();
    return chipFailed(situation, "chip-unreadable");
  }
  const { encryption, sequence } = await world.beginTransaction();
  const input = kernelInput(order, { ...world, nowMs: world.clock.nowMs(), sequence });
  const driven = await drive(runFirst(input), { card, people }, signal);
  if (driven.kind !== "done") {
    card.pull();
    return notRead(situation, driven);
  }
  const first = driven.result;
  const data = chipCardData(first, "chip", encryption);
  world.announce(data.summary);
  await world.clock.sleep(world.settings.pacing.processMs, signal);
  if (first.cryptogram === "arqc" && order.mode === "full") {
    people.show("processing");
    return { result: { kind: "online-completion", card: data }, paused: { first, card, people } };
  }
  if (first.cryptogram === "arqc") await endQuickly(situation, first);
  card.pull();
  people.show("remove-card");
  return { result: finalResult(first, data, isReadOnly(order)), ...logged(first, order.amount.amountMinor) };
}

/** TS, and the check byte over all that follows it when the protocol is T=1 (ISO/IEC 7816-3; EMV Book 1, section 8). */
function isAnswerToReset(bytes: Uint8Array): boolean {
  const [first, ...rest] = bytes;
  const direct = 0x3b;
  const inverse = 0x3f;
  return (first === direct || first === inverse) && rest.reduce((sum, byte) => sum ^ byte, 0) === 0;
}

/** Quick chip: the card is told that nobody can be asked, and leaves; the host is asked without it. */
async function endQuickly({ world, plan, people, signal }: Situation, first: FirstResult): Promise<void> {
  const decline = {
    ...first.paused,
    actionCodes: { denial: "FFFFFFFFFF", online: "FFFFFFFFFF", default: "FFFFFFFFFF" },
  };
  const dialogue = completeTransaction(first.transaction, decline, { verdict: "unable-to-go-online" });
  await drive(dialogue, { card: world.cardNamed(plan.card), people }, signal);
}

/** The result of a card that is done. The data was taken at the first cryptogram. */
export function finalResult(first: FirstResult, card: CardData, readOnly: boolean): Reading["result"] {
  if (readOnly) return { kind: "card-only", card: withoutCryptogram(card) };
  if (first.cryptogram === "arqc") return { kind: "online-final", card };
  if (first.cryptogram === "tc") return { kind: "offline-approved", card };
  return { kind: "offline-declined", reason: declineReason(first), card };
}

/** An AAC of a card that was only read is no proof of anything. */
function withoutCryptogram({ emv: _, ...card }: CardData): CardData {
  return card;
}

function declineReason({ information, transaction }: FirstResult): DeclineReason {
  const reason = reasonsOfCard.get(information & 0x07);
  if (reason !== undefined) return reason;
  if (transaction.tvr.has("expiredApplication")) return "expired-card";
  return transaction.tvr.has("serviceNotAllowed") ? "not-permitted" : "offline-declined";
}

/** Why no transaction came about. */
export function notRead(situation: Situation, driven: Exclude<Driven<unknown>, { kind: "done" }>): Reading {
  if (driven.kind === "canceled") return { result: { kind: "canceled", by: "shopper" } };
  const failure = failures[driven.reason];
  if (failure !== undefined) return chipFailed(situation, failure);
  situation.people.show("declined");
  return declinedUnread("invalid-card");
}

const failures: Readonly<Record<EndReason, ChipFailure | undefined>> = {
  "card-silent": "chip-unreadable",
  "card-error": "chip-unreadable",
  "no-common-application": "no-common-application",
  "not-accepted": undefined,
  "card-blocked": undefined,
};

/** Fallback: the chip again while there are tries, then the stripe, where the parameters allow it. */
function chipFailed({ world, people }: Situation, chipFailure: ChipFailure): Reading {
  const { swipeAllowed, chipTries } = world.parameters.fallback;
  if (chipFailure === "chip-unreadable" && world.failedChipReads + 1 < chipTries) {
    people.show("try-again");
    return { chipReadFailed: true, result: { kind: "try-other-interface", entries: ["chip"], promptId: "try-again" } };
  }
  if (!swipeAllowed) {
    people.show("try-other-card");
    return declinedUnread("invalid-card");
  }
  people.show("swipe-card");
  return {
    chipFailure,
    result: { kind: "try-other-interface", entries: ["fallback-swipe"], promptId: "swipe-card" },
  };
}

function declinedUnread(reason: DeclineReason): Reading {
  return { result: { kind: "offline-declined", reason, card: { summary: { entry: "chip" }, encrypted: [] } } };
}

/** A sale that the card approved by itself, for the reader's log. */
function logged({ cryptogram, transaction }: FirstResult, amountMinor: number): Pick<Reading, "approvedOffline"> {
  if (cryptogram !== "tc") return {};
  const pan = transaction.card.get("5A") ?? new Uint8Array(0);
  return { approvedOffline: { pan, panSequenceNumber: transaction.card.get("5F34"), amountMinor } };
}
