/** The file that holds the room: bytes on the disk and nothing else. Not part of the journal: losing it loses nothing. */
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, statfsSync, statSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** What is written at once, and on the disk before the next. */
const blockBytes = 1024 * 1024;

/** What the file holds; 0 when it is not there. */
export function heldBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** What a program without privileges may still write to this disk. */
export function freeBytesAt(path: string): number {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize;
}

/** Lets the room go. */
export function release(path: string): void {
  unlinkSync(path);
}

/**
 * Holds a block more, up to `lengthBytes`. False, and nothing is held, when there is no room for it after all, as under a
 * quota. The bytes do not compress: on a file system that compresses, zeros would hold no room.
 */
export function holdMore(path: string, lengthBytes: number): boolean {
  const block = createHash("shake256", { outputLength: blockBytes }).update("tillwire reserve").digest();
  const descriptor = openSync(path, "a", 0o600);
  try {
    const rest = lengthBytes - heldBytes(path);
    for (let left = Math.min(rest, blockBytes); left > 0;) left -= writeSync(descriptor, block, 0, left);
    fsyncSync(descriptor);
    return true;
  } catch {
    unlinkSync(path);
    return false;
  } finally {
    closeSync(descriptor);
  }
}
