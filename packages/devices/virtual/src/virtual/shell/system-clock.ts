/** The clock of this machine, for a terminal that is a process of its own. */
import { setTimeout as timer } from "node:timers/promises";
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock } from "@tillwire/plugin-api";

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(durationMs, signal) {
    try {
      await timer(durationMs, undefined, signal === undefined ? {} : { signal });
    } catch (cause) {
      throw new TillwireError("ABORTED", { message: "The wait was stopped on request.", effect: "none", cause });
    }
  },
};
