/** Finding a payment again by the references that were given to it. */
import type { LaneId, References } from "@tillwire/plugin-api";
import type { EngineState, Payment } from "./state.ts";
import { isPayment } from "./state.ts";
import { lookUp } from "./table.ts";

/** The name under which a reference is found again: unique for lane, name and value. Lane names hold no blank. */
export function referenceName(lane: LaneId, name: string, value: string): string {
  return `${lane} ${name} ${value}`;
}

/** The payment of this lane that all of these references were given to. */
export function findByReferences(state: EngineState, lane: LaneId, references: References): Payment | undefined {
  const keys = Object.entries(references).map(([name, value]) =>
    lookUp(state.keysByReference, referenceName(lane, name, value)),
  );
  const [key] = keys;
  if (key === undefined || keys.some((other) => other !== key)) return undefined;
  const entry = lookUp(state.payments, key);
  return isPayment(entry) ? entry : undefined;
}
