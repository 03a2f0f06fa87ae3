/** Takes up what waits for the device: the oldest first, one that needs the device for itself at a time. */
import type { LaneId } from "@tillwire/plugin-api";
import { laneOf, liveOf, paymentOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { valuesOf } from "../table.ts";
import { look } from "./find-out.ts";
import { pursueUndoing } from "./undoing.ts";

/** Goes through the payments that wait. `everything`: also those that wait for a timer, as when the device came back. */
export function resumeLane(draft: Draft, lane: LaneId, everything = false): void {
  for (const payment of waiting(draft, lane, everything)) {
    if (liveOf(draft, payment)?.step.type === "look-later") look(draft, payment);
    else pursueUndoing(draft, payment);
  }
}

function waiting(draft: Draft, lane: LaneId, everything: boolean): readonly Payment[] {
  const found: Payment[] = [];
  for (const { key, step } of valuesOf(laneOf(draft, lane).live)) {
    const waits =
      step.type === "look-later" ? everything : step.type === "reverse-later" && (everything || !step.timed);
    const payment = waits ? paymentOf(draft, key) : undefined;
    if (payment) found.push(payment);
  }
  return found.toSorted((one, other) => firstNumber(one) - firstNumber(other));
}

/** Numbers of events rise, so the payment that was accepted first has the lowest. */
function firstNumber({ facts }: Payment): number {
  return facts[0]?.seq ?? 0;
}
