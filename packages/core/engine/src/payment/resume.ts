/** Takes up what waits for the device: the oldest first, one that needs the device for itself at a time. */
import type { LaneId } from "@tillwire/plugin-api";
import { laneOf, paymentOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { look } from "./find-out.ts";
import { pursueUndoing } from "./undoing.ts";

/** Goes through the payments that wait. `everything`: also those that wait for a timer, as when the device came back. */
export function resumeLane(draft: Draft, lane: LaneId, everything = false): void {
  for (const live of laneOf(draft, lane).live.values()) {
    const payment = paymentOf(draft, live.key);
    if (!payment) continue;
    if (live.step.type === "look-later" && everything) look(draft, payment);
    else if (live.step.type === "reverse-later" && (everything || !live.step.timed)) pursueUndoing(draft, payment);
  }
}
