/**
 * One owner: an exclusive transaction on a small database of its own, held for as long as the process lives. The
 * operating system lets go of it when the process dies, in whatever way.
 */
import { DatabaseSync } from "node:sqlite";
import { TillwireError } from "@tillwire/plugin-api";

/** Takes the lock, or throws `OWNED_ELSEWHERE`. */
export function takeLock(file: string): Disposable {
  const database = openLockFile(file);
  try {
    database.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;");
  } catch (cause) {
    database.close();
    throw new TillwireError("OWNED_ELSEWHERE", {
      message: `Another bridge works with the journal ${file}. Stop it, or use another data folder.`,
      effect: "none",
      cause,
    });
  }
  return { [Symbol.dispose]: () => database.close() };
}

function openLockFile(file: string): DatabaseSync {
  try {
    return new DatabaseSync(`${file}.lock`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The journal ${file} cannot be opened: ${reason}. Check that the folder is there and who owns it.`;
    throw new TillwireError("STORAGE_UNUSABLE", { message, effect: "none", cause });
  }
}
