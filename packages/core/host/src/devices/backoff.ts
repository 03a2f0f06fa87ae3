/** How long to wait before a device is tried again: longer each time, never in step with the other devices. */
import type { ErrorCode, RandomBytes } from "@tillwire/plugin-api";

/** Waits between tries. */
export interface BackoffTimes {
  /** After the first failure. */
  readonly firstMs: number;
  /** The longest, for a device that may come back at any time. */
  readonly longestMs: number;
  /** For what only a person can mend: the configuration, or the version of a package. */
  readonly hopelessMs: number;
}

/** The one default of each. */
export const backoffTimes: BackoffTimes = {
  firstMs: 500, // a cable that was pulled and put back
  longestMs: 5_000, // P9: a payment is final ten seconds after the trouble is over, and a lookup comes on top
  hopelessMs: 600_000, // tried again at all because files and certificates can be mended under a running bridge
};

/** True for failures that do not mend themselves. */
export function isHopeless(code: ErrorCode): boolean {
  return code === "SETTINGS_INVALID" || code === "PLUGIN_UNSUPPORTED";
}

/** The wait after `failures` failures in a row, the last of them with `code`: half of it fixed, half of it by chance. */
export function backoffMs(
  { failures, code }: { readonly failures: number; readonly code: ErrorCode },
  random: RandomBytes,
  times: BackoffTimes,
): number {
  const doubled = times.firstMs * 2 ** Math.min(failures - 1, 30);
  const fullMs = isHopeless(code) ? times.hopelessMs : Math.min(doubled, times.longestMs);
  return Math.round(fullMs / 2 + (fullMs / 2) * chance(random));
}

/** From 0 to below 1. */
function chance(random: RandomBytes): number {
  return random(2).reduce((value, byte) => value * 256 + byte, 0) / 65_536;
}
