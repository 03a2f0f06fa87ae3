/** A bucket of tokens: how often something may happen, at once and on average. */
import type { Clock } from "@tillwire/plugin-api";

/** A rate limit. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Takes one token a call. False when there is none left. */
export function rateLimit({ perSecond, burst }: Rate, clock: Pick<Clock, "monotonicMs">): () => boolean {
  let tokens = burst;
  let filledMs = clock.monotonicMs();
  return () => {
    const nowMs = clock.monotonicMs();
    tokens = Math.min(burst, tokens + ((nowMs - filledMs) * perSecond) / 1_000);
    filledMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
