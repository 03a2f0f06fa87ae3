/**
 * A ledger in a file that only grows. Entries are on disk (fdatasync) before `append` resolves; a tail that a crash has
 * torn is cut off on opening. One terminal writes at a time: a second one is refused before it touches the file.
 */
import { open, readFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { TillwireError } from "@tillwire/plugin-api";
import type { LedgerEntry } from "./entry.ts";
import { decodeLines, encodeLines } from "./lines.ts";
import { lockLedger } from "./lock.ts";
import type { LedgerStore } from "./store.ts";

/** Opens or makes the file; its folder must be there. Throws `STORAGE_UNUSABLE` or `OWNED_ELSEWHERE`. */
export async function openLedgerFile(path: string): Promise<LedgerStore> {
  const lock = await usable(path, () => lockLedger(path));
  const handle = await usable(path, () => openDurably(path)).catch(async (thrown: unknown) => {
    await lock[Symbol.asyncDispose]();
    throw thrown;
  });
  const queue = createQueue();
  let failed: TillwireError | undefined;

  async function write(bytes: Uint8Array): Promise<void> {
    if (failed !== undefined) throw failed;
    try {
      await handle.appendFile(bytes);
      await handle.datasync();
    } catch (thrown) {
      failed = unusable(path, thrown); // what is on disk now nobody knows: only a new start, from what verifies, goes on
      throw failed;
    }
  }
  return {
    read: () => queue(() => readLedger(path)),
    append: (entries) => queue(() => write(encodeLines(entries))),
    [Symbol.asyncDispose]: () =>
      queue(async () => {
        await handle.close();
        await lock[Symbol.asyncDispose]();
      }),
  };
}

/** Reads the entries of a ledger file, also while a terminal writes to it. Throws `STORAGE_UNUSABLE`. */
export async function readLedger(path: string): Promise<readonly LedgerEntry[]> {
  return await usable(path, async () => decodeLines(await readFile(path), path).entries);
}

async function openDurably(path: string): Promise<FileHandle> {
  const handle = await open(path, "a", 0o600);
  try {
    const { lengthBytes } = decodeLines(await readFile(path), path);
    await handle.truncate(lengthBytes);
    await handle.sync();
    await syncFolder(dirname(path));
    return handle;
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

/** One thing after the other. */
function createQueue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work); // whoever asked for the one before has heard of its failure
    last = next;
    return next;
  };
}

async function usable<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw TillwireError.is(thrown) ? thrown : unusable(path, thrown);
  }
}

function unusable(path: string, cause: unknown): TillwireError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The ledger ${path} cannot be used: ${reason}. Check the folder, its owner, and the free space.`;
  return new TillwireError("STORAGE_UNUSABLE", { message, effect: "none", cause });
}
