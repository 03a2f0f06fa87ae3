/** Which payments a lane has to see through before it takes another one. */
import type { LaneId } from "@tillwire/plugin-api";
import type { EngineState, LivePayment } from "./state.ts";
import { isPayment } from "./state.ts";
import { lookUp } from "./table.ts";

/**
 * A terminal that cannot be asked by reference gets nothing new until the old payment is settled (rule R5); any other,
 * while it is still busy with it.
 */
export function isBlocking(state: EngineState, { key, step }: Pick<LivePayment, "key" | "step">): boolean {
  const payment = lookUp(state.payments, key);
  const level = isPayment(payment) ? payment.attempt?.recovery.level : undefined;
  if (level === "C" || level === "D") return true;
  if (isPayment(payment) && payment.reversal?.state === "pending" && ordersReversals(state, payment.lane)) return true;
  return step.type === "reversing" || (step.type === "look-later" && step.running === true);
}

/** Hosts that take nothing new from a terminal id before its reversal is through. */
function ordersReversals(state: EngineState, lane: LaneId): boolean {
  return state.lanes.get(lane)?.config.gateway?.capabilities.reversalOrder === "strict";
}
