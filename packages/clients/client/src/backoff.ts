/** How long to wait before the next try: doubling, bounded, with jitter, without end. Decides the time; does not wait. */
import { clientLimits } from "./limits.ts";

/**
 * The wait after `failures` failures in a row. `chance` is from 0 to just below 1. Half of the wait is fixed, so that a
 * retry never comes at once, and half is chance, so that a hundred tills do not call a restarted bridge together.
 */
export function backoffMs(failures: number, chance: number): number {
  const doubled = clientLimits.retryFirstMs * 2 ** Math.min(failures, 30);
  const ceiling = Math.min(clientLimits.retryLongestMs, doubled);
  return Math.round(ceiling * (0.5 + chance / 2));
}
