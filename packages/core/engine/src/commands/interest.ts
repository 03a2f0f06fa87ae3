/** A POS that asks for a payment wants it: it hears of it, and a late approval is kept for it. */
import { laneOf, liveOf, run, setLive, startTimer } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment, PosRef } from "../state.ts";
import { valuesOf } from "../table.ts";
import { complete } from "../payment/complete.ts";

/** The most POS that one payment remembers: a till, its reload, a back office, with room to spare. */
const interestedMax = 16;

/** Notes that this POS follows the payment. An approval that was waiting for somebody is kept. */
export function showInterest(draft: Draft, payment: Payment, pos: PosRef): void {
  const live = liveOf(draft, payment);
  if (!live) return;
  const others = live.interested.filter(({ sessionId }) => sessionId !== pos.sessionId);
  setLive(draft, payment.lane, { ...live, interested: [...others, pos].slice(-interestedMax) });
  if (live.step.type === "offered") complete(draft, payment, live.step.outcome);
}

/** The same request again: the same payment. It waits for the outcome like the first. */
export function joinPayment(draft: Draft, payment: Payment, asked: { requestId: string; pos: PosRef }): void {
  const { requestId, pos } = asked;
  showInterest(draft, payment, pos);
  const live = liveOf(draft, payment);
  const { lane, key, outcome } = payment;
  if (!live || outcome) {
    run(draft, { type: "reply-from-state", requestId, command: { type: "payment.get", payment: { key } } });
    return;
  }
  if (live.waiters.length === 0) {
    startTimer(draft, { lane, key, kind: "answer-within" }, laneOf(draft, lane).config.settings.answerWithinMs);
  }
  setLive(draft, lane, { ...live, waiters: [...live.waiters, { requestId, sessionId: pos.sessionId }] });
}

/** A POS that is gone changes no payment; it only does not wait any more. */
export function dropSession(draft: Draft, sessionId: string): void {
  for (const [lane, { live: payments }] of draft.state.lanes) {
    for (const live of valuesOf(payments)) {
      const waiters = live.waiters.filter((waiter) => waiter.sessionId !== sessionId);
      const interested = live.interested.filter((pos) => pos.sessionId !== sessionId);
      const changed = waiters.length < live.waiters.length || interested.length < live.interested.length;
      if (changed) setLive(draft, lane, { ...live, waiters, interested });
    }
  }
}
