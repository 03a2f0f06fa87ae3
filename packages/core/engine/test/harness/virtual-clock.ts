/** The time of a simulated world, with stamps. */
import { createVirtualTime } from "@tillwire/plugin-test";
import type { VirtualTime } from "@tillwire/plugin-test";

/** Virtual time. What a clock on the wall shows may jump; what is due does not. */
export interface VirtualClock extends VirtualTime {
  /** A number that rises with every call: tells which of two things came first, also within a millisecond. */
  stamp(): number;
}

/** Makes a clock. */
export function createVirtualClock(): VirtualClock {
  let stamps = 0;
  return Object.assign(createVirtualTime(), { stamp: () => (stamps += 1) });
}
