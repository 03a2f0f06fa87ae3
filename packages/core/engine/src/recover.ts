/**
 * Recovery on start. An intent without `sent` is final: nothing was sent. A `sent` without outcome is unknown and is
 * looked up, never sent again. A reversal that was decided is taken up before the device gets anything new.
 */
import type { LaneId } from "@tillwire/plugin-api";
import { paymentOf, setLive } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { undo } from "./payment/undo.ts";
import { complete } from "./payment/complete.ts";
import { look } from "./payment/find-out.ts";
import { countHorizon } from "./payment/horizon.ts";
import { cardRefused } from "./payment/not-wanted.ts";
import { pursueUndoing } from "./payment/undoing.ts";
import type { EngineState, LivePayment, Payment } from "./state.ts";
import { isPayment } from "./state.ts";
import { lookUp, valuesOf } from "./table.ts";

/** Takes up every payment that is not settled. The waits of the peer's horizon begin anew, in full. */
export function recover(draft: Draft): void {
  for (const key of [...valuesOf(draft.state.open)]) {
    const payment = paymentOf(draft, key);
    if (payment && draft.state.lanes.has(payment.lane)) takeUp(draft, payment);
  }
}

/** Lanes that have open payments but are not configured: nobody would settle these. */
export function unattendedLanes(state: EngineState): readonly LaneId[] {
  const open = openPaymentsOf(state);
  return [...new Set(open.map(({ lane }) => lane))].filter((lane) => !state.lanes.has(lane));
}

function openPaymentsOf(state: EngineState): readonly Payment[] {
  return [...valuesOf(state.open)].map((key) => lookUp(state.payments, key)).filter((entry) => isPayment(entry));
}

/** Lanes that have open payments of another kind of device than they are configured with: none there could settle these. */
export function changedLanes(state: EngineState): readonly LaneId[] {
  const open = openPaymentsOf(state);
  const changed = open.filter(({ lane, attempt }) => {
    const configured = state.lanes.get(lane)?.config;
    return configured && attempt && (configured.gateway === undefined) !== (attempt.gateway === undefined);
  });
  return [...new Set(changed.map(({ lane }) => lane))];
}

function takeUp(draft: Draft, payment: Payment): void {
  const { attempt, lane, key, reversal, held } = payment;
  if (!attempt) {
    const message = "The bridge stopped before anything was sent. The shopper was not charged.";
    complete(draft, payment, { kind: "failed", code: "NEVER_SENT", message });
    return;
  }
  if (attempt.refused) {
    complete(draft, payment, attempt.refused); // the shopper had another try, of which nothing was sent
    return;
  }
  setLive(draft, lane, { ...recovered, key });
  countHorizon(draft, payment);
  if (reversal) pursueUndoing(draft, payment);
  else if (attempt.gateway && held) undo(draft, payment, cardRefused(held)); // the card's last word was never heard
  else look(draft, payment);
}

const recovered: Omit<LivePayment, "key" | "blocking"> = {
  step: { type: "look-later" },
  waiters: [],
  interested: [],
  unknown: true,
  questions: [],
  horizonPassed: false,
  tries: 0,
};
