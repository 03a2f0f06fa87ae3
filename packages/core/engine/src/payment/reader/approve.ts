/** What becomes of an approval that is wanted: final at once, or when the card has agreed. */
import type { Approved } from "@tillwire/plugin-api";
import { liveOf, updateLive } from "../../draft.ts";
import type { Draft } from "../../draft.ts";
import type { Payment } from "../../state.ts";
import { complete } from "../complete.ts";
import { hold } from "../commit.ts";
import { finishCard } from "./card.ts";

/** Takes an approval that is wanted: final at once, or once a card that is paused inside EMV has agreed. */
export function approve(draft: Draft, payment: Payment, outcome: Approved): void {
  const dialogue = liveOf(draft, payment)?.dialogue;
  if (!dialogue?.transaction?.paused) {
    complete(draft, payment, outcome);
    return;
  }
  hold(draft, payment, outcome);
  updateLive(draft, payment, { step: { type: "finishing", outcome } });
  const attempt = { lane: payment.lane, key: payment.key, attemptId: dialogue.attemptId };
  const { authorizationCode } = outcome;
  const { transactionId, answer } = dialogue.transaction;
  const given = {
    ...(authorizationCode !== undefined && { authorizationCode }),
    ...answer,
    verdict: "approved",
  } as const;
  finishCard(draft, attempt, { transactionId, answer: given });
}
