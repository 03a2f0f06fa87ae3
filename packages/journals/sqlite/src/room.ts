/**
 * How much room there is, and what to do about it. Pure: the disk is looked at, and the reserve kept, elsewhere.
 */

/**
 * `kept`: the reserve is whole, and there is as much beside it. `short`: it is whole, but there is less beside it.
 * `released`: it was let go, since a write needed it. `missing`: there has been none since the start. `off`: none is
 * wanted.
 */
export type Room = "kept" | "short" | "released" | "missing" | "off";

/** The disk at a moment. */
export interface Disk {
  /** What is free beside the reserve. */
  readonly freeBytes: number;
  /** What the reserve holds. */
  readonly heldBytes: number;
  /** What the next write may take. */
  readonly neededBytes: number;
  /** What the reserve should hold. */
  readonly reserveBytes: number;
}

/** What to do with the reserve. */
export type ReserveStep = "hold" | "release" | "fill";

/** So much more than the least makes it enough again: so that a disk at the border does not change its mind all day. */
const easeFactor = 1.25;

/** The reserve is for open payments: it is let go only for a write that would not fit otherwise. */
export function stepFor({ freeBytes, heldBytes, neededBytes, reserveBytes }: Disk): ReserveStep {
  if (heldBytes === reserveBytes) return freeBytes < neededBytes ? "release" : "hold";
  const beside = freeBytes + heldBytes - reserveBytes; // what there is once it is whole
  if (beside >= Math.max(reserveBytes * easeFactor, 2 * neededBytes)) return "fill";
  return heldBytes > 0 ? "release" : "hold"; // a part of it helps nobody
}

/** How the room is now, given how it was. */
export function roomOf({ freeBytes, heldBytes, neededBytes, reserveBytes }: Disk, before: Room): Room {
  if (heldBytes < reserveBytes) return before === "missing" ? "missing" : "released";
  const least = before === "kept" ? reserveBytes : reserveBytes * easeFactor;
  return freeBytes >= Math.max(least, neededBytes) ? "kept" : "short";
}
