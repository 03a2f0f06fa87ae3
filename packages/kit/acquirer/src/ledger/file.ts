/**
 * The ledger in a file that only grows. Entries that come while the disk is busy go there together, so that many lines
 * share one flush. A tail that a crash has torn is cut off on opening.
 */
import { open, readFile, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { concatBytes } from "@tillwire/bytes";
import { TillwireError } from "@tillwire/plugin-api";
import type { LedgerEntry } from "./entry.ts";
import { decodeLines, encodeLine } from "./lines.ts";
import { lockLedger } from "./lock.ts";

/** A ledger that is open for writing. */
export interface LedgerFile extends AsyncDisposable {
  /** What was there on opening. */
  readonly entries: readonly LedgerEntry[];
  /**
   * Resolves once these entries, and all before them, are on disk; with none, once all before are. After one failure
   * nothing is written any more, and everything rejects with `STORAGE_UNUSABLE`.
   */
  append(entries: readonly LedgerEntry[]): Promise<void>;
}

/** Opens or makes the file; its folder must be there. Throws `STORAGE_UNUSABLE` or `OWNED_ELSEWHERE`. */
export async function openLedgerFile(path: string): Promise<LedgerFile> {
  const lock = await usable(path, () => lockLedger(path));
  try {
    const { handle, entries } = await usable(path, () => openDurably(path));
    const append = createWriter((bytes) => usable(path, () => writeDurably(handle, bytes)));
    const close = async (): Promise<void> => {
      await append([]).catch(() => undefined); // whoever appended was told
      await handle.close();
      await lock[Symbol.asyncDispose]();
    };
    return { entries, append, [Symbol.asyncDispose]: close };
  } catch (thrown) {
    await lock[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** Reads the entries of a ledger file, also while a host writes to it. Throws `STORAGE_UNUSABLE`. */
export async function readLedger(path: string): Promise<readonly LedgerEntry[]> {
  return await usable(path, async () => decodeLines(await readFile(path)).entries);
}

/** One write at a time; what comes meanwhile is written together. The first failure is the last write. */
function createWriter(write: (bytes: Uint8Array) => Promise<void>): LedgerFile["append"] {
  let waiting: Uint8Array[] = [];
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return (entries) => {
    waiting.push(...entries.map(encodeLine));
    if (waiting.length === 0) return last;
    next ??= last.then(async () => {
      const bytes = concatBytes(...waiting);
      waiting = [];
      next = undefined;
      await write(bytes);
    });
    last = next;
    return next;
  };
}

async function writeDurably(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  await handle.appendFile(bytes);
  await handle.datasync();
}

async function openDurably(path: string): Promise<{ handle: FileHandle; entries: readonly LedgerEntry[] }> {
  const handle = await open(path, "a", 0o600);
  try {
    const { entries, lengthBytes } = decodeLines(await readFile(path));
    await handle.truncate(lengthBytes);
    await handle.sync();
    await syncFolder(dirname(path));
    return { handle, entries };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** A new file is only there for good once its folder is on disk. Windows does that by itself, and opens no folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function usable<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    if (TillwireError.is(thrown)) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const message = `The ledger ${path} cannot be used: ${reason}. Check the folder, its owner, and the free space.`;
    throw new TillwireError("STORAGE_UNUSABLE", { message, effect: "none", cause: thrown });
  }
}
