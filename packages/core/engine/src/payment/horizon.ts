/** The time in which a request may still arrive although our side has closed its session (rules R3 and R4). */
import type { Draft } from "../draft.ts";
import { startTimer, updateLive } from "../draft.ts";
import type { Payment } from "../state.ts";

/** Counts it from now, in full. Until it has passed no "not found" is final. */
export function countHorizon(draft: Draft, payment: Payment): void {
  const horizonMs = payment.attempt?.recovery.horizonMs ?? 0;
  updateLive(draft, payment, { horizonPassed: horizonMs === 0 });
  if (horizonMs > 0) startTimer(draft, { lane: payment.lane, key: payment.key, kind: "horizon" }, horizonMs);
}
