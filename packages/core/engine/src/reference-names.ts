/** The name under which a reference is found again: unique for lane, name and value. */
import type { LaneId } from "@tillwire/plugin-api";

/** Lane names hold no blank, so the parts cannot run into each other. */
export function referenceName(lane: LaneId, name: string, value: string): string {
  return `${lane} ${name} ${value}`;
}
