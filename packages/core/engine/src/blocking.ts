/** Which payments a lane has to see through before it takes another one. */
import type { EngineState, LivePayment, Payment } from "./state.ts";
import { isPayment } from "./state.ts";
import { lookUp } from "./table.ts";

/**
 * A terminal that cannot be asked by reference gets nothing new until the old payment is settled (rule R5); any other,
 * while it is still busy with it.
 */
export function isBlocking(state: EngineState, { key, step }: Pick<LivePayment, "key" | "step">): boolean {
  const payment = lookUp(state.payments, key);
  if (isPayment(payment) && (takesOneAtATime(payment) || isOrderedReversal(state, payment))) return true;
  return step.type === "reversing" || (step.type === "look-later" && step.running === true);
}

/** Was it sent to a peer that cannot be asked by reference? */
export function takesOneAtATime({ attempt }: Payment): boolean {
  return attempt?.recovery.level === "C" || attempt?.recovery.level === "D";
}

/** Hosts that take nothing new from a terminal id before its reversal is through. */
function isOrderedReversal(state: EngineState, { lane, reversal }: Payment): boolean {
  if (reversal?.state !== "pending") return false;
  return state.lanes.get(lane)?.config.gateway?.capabilities.reversalOrder === "strict";
}
