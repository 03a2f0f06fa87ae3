/**
 * Room that is kept for finishing open payments when the disk is full: a file that holds it, let go at the first start
 * that finds too little room beside it. Not part of the journal: losing it loses nothing.
 */
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, statfsSync, statSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** `released`: it was let go just now, since the disk is nearly full. `missing`: there is none to keep. `off`: not wanted. */
export type Room = "kept" | "released" | "missing" | "off";

/** What is written at once. */
const blockBytes = 1024 * 1024;

/** Keeps the room, or lets it go when it is needed. Throws what the file system throws. */
export function prepareReserve(file: string, reserveBytes: number): Room {
  const reserve = `${file}.reserve`;
  const found = statSync(reserve, { throwIfNoEntry: false })?.size;
  if (reserveBytes === 0) {
    if (found !== undefined) unlinkSync(reserve);
    return "off";
  }
  const { bavail, bsize } = statfsSync(dirname(file));
  const freeBytes = bavail * bsize;
  if (found === reserveBytes && freeBytes >= reserveBytes) return "kept";
  if (found !== undefined) unlinkSync(reserve);
  if (freeBytes + (found ?? 0) < 2 * reserveBytes) return found === undefined ? "missing" : "released";
  return fill(reserve, reserveBytes) ? "kept" : "missing";
}

/**
 * False when there is no room after all, as under a quota: a bridge that starts all the same can finish what is open.
 * The bytes do not compress: on a file system that compresses, zeros would hold no room.
 */
function fill(path: string, lengthBytes: number): boolean {
  const block = createHash("shake256", { outputLength: blockBytes }).update("tillwire reserve").digest();
  const descriptor = openSync(path, "w", 0o600);
  try {
    for (let rest = lengthBytes; rest > 0;) rest -= writeSync(descriptor, block, 0, Math.min(rest, blockBytes));
    fsyncSync(descriptor);
    return true;
  } catch {
    unlinkSync(path);
    return false;
  } finally {
    closeSync(descriptor);
  }
}
