/** Whoever moves the money of a lane: the terminal itself, or the gateway behind a reader. */
import type { OriginalAttempt } from "@tillwire/plugin-api";
import { supportOf } from "@tillwire/plugin-api";
import type { LaneState, Payment } from "../state.ts";

/** Can it be asked now? */
export function peerReady({ config, device, gateway }: LaneState): boolean {
  return (config.gateway ? gateway : device).type === "ready";
}

/** Can it be asked what became of an attempt? Terminals always can, at their level; a gateway says so. */
export function canLookUp({ config }: LaneState): boolean {
  if (!config.gateway) return true;
  return supportOf(config.gateway.capabilities.operations, "lookup").support !== "unsupported";
}

/** The attempt as a gateway's connector is told of it. */
export function originalAttempt({ attempt, amount, held, reversal }: Payment): OriginalAttempt | undefined {
  if (!attempt) return undefined;
  const hostReference = reversal?.hostReference ?? held?.hostReference;
  const authorizationCode = held?.authorizationCode;
  return {
    attemptId: attempt.attemptId,
    references: attempt.references,
    amount,
    ...(hostReference !== undefined && { hostReference }),
    ...(authorizationCode !== undefined && { authorizationCode }),
  };
}
