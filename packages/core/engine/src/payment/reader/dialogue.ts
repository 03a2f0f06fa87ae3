/** The dialogue with the reader while a payment is not settled: which attempt it is about, and how far it is. */
import type { AttemptId, CardEntry } from "@tillwire/plugin-api";
import { laneOf, liveOf, updateLive } from "../../draft.ts";
import type { Draft } from "../../draft.ts";
import type { AttemptRef } from "../../inputs.ts";
import type { LivePayment, Payment, ReaderDialogue } from "../../state.ts";

/** The attempt that is under way: the one the reader works for, before anything was sent too. */
export function currentAttemptId(payment: Payment, live: LivePayment | undefined): AttemptId | undefined {
  return live?.dialogue?.attemptId ?? payment.attempt?.attemptId;
}

/** The dialogue about an attempt, when it is still that one. */
export function dialogueOf(draft: Draft, { lane, key, attemptId }: AttemptRef): ReaderDialogue | undefined {
  const dialogue = liveOf(draft, { lane, key })?.dialogue;
  return dialogue?.attemptId === attemptId ? dialogue : undefined;
}

/** Changes the dialogue of a payment that has one. */
export function updateDialogue(draft: Draft, payment: Payment, change: Partial<ReaderDialogue>): void {
  const dialogue = liveOf(draft, payment)?.dialogue;
  if (dialogue) updateLive(draft, payment, { dialogue: { ...dialogue, ...change } });
}

/** How this lane's reader can take a card. */
export function readerEntries(draft: Draft, payment: Payment): readonly CardEntry[] {
  const { device } = laneOf(draft, payment.lane);
  return (device.type === "ready" && device.reader?.entries) || [];
}
