/**
 * Keeps room for finishing open payments: looks at the disk before each write and from time to time, lets the reserve go
 * before a write would fail for want of it, and makes it anew once there is enough again.
 */
import { journalLimits } from "./limits.ts";
import { freeBytesAt, heldBytes, holdMore, release } from "./reserve.ts";
import { roomOf, stepFor } from "./room.ts";
import type { Disk, Room } from "./room.ts";

/** What a keeper needs. */
export interface RoomSetup {
  readonly file: string;
  readonly reserveBytes: number;
  /** By how much a checkpoint would let the database grow. */
  readonly growthBytes: () => number;
  /** Hears of each change after the start. */
  readonly tell: (room: Room) => void;
}

/** Keeps the room of one journal. */
export interface RoomKeeper {
  /** How it is now. */
  readonly room: Room;
  /** Before so many bytes of records are written, or, with 0, before a checkpoint. */
  makeRoomFor(recordBytes: number): void;
  /** No more looks. What is held stays. */
  stop(): void;
}

/** Starts to keep it. Throws what the file system throws. */
export function keepRoom({ file, reserveBytes, growthBytes, tell }: RoomSetup): RoomKeeper {
  const path = `${file}.reserve`;
  if (heldBytes(path) > reserveBytes) release(path); // the setting was lowered
  if (reserveBytes === 0) return { room: "off", makeRoomFor: () => undefined, stop: () => undefined };

  let triesAgainMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let room: Room = startRoom();

  function diskFor(recordBytes: number): Disk {
    const neededBytes = journalLimits.roomMarginBytes + growthBytes() + recordBytes * journalLimits.roomFactor;
    return { freeBytes: freeBytesAt(path), heldBytes: heldBytes(path), neededBytes, reserveBytes };
  }

  /** Nothing waits for the start, so all of the reserve is made at once. */
  function startRoom(): Room {
    const whole = heldBytes(path) === reserveBytes;
    while (tendReserve());
    return roomOf(diskFor(0), whole ? "kept" : "missing");
  }

  /** Makes a piece of the reserve, if there is room for all of it. True when there may be more to make. */
  function tendReserve(): boolean {
    const disk = diskFor(0);
    if (disk.heldBytes === reserveBytes) return false; // it is let go for a write only, not for whoever fills the disk
    const step = stepFor(disk);
    if (step === "release") release(path);
    if (step !== "fill" || performance.now() < triesAgainMs) return false;
    const held = holdMore(path, reserveBytes);
    if (!held) triesAgainMs = performance.now() + journalLimits.roomRetryMs;
    return held;
  }

  function note(recordBytes: number): void {
    const next = roomOf(diskFor(recordBytes), room);
    if (next === room) return;
    room = next;
    tell(room);
  }

  /** A disk that cannot be looked at, or holds on to the reserve, is no end: the next write tells what is the matter. */
  function trying(work: () => void): void {
    try {
      work();
    } catch {
      // as said
    }
  }

  function look(): void {
    let everyMs: number = journalLimits.roomLookMs;
    trying(() => {
      if (tendReserve()) everyMs = journalLimits.roomFillMs;
      note(0);
    });
    timer = setTimeout(look, everyMs);
  }

  timer = setTimeout(look, journalLimits.roomLookMs);
  return {
    get room() {
      return room;
    },
    makeRoomFor: (recordBytes) =>
      trying(() => {
        if (stepFor(diskFor(recordBytes)) === "release") release(path);
        note(recordBytes);
      }),
    stop: () => clearTimeout(timer),
  };
}
