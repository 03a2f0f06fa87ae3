/** Which payments a lane has to see through before it takes another one. */
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
  return step.type === "reversing" || (step.type === "look-later" && step.running === true);
}
