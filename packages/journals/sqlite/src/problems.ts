/** Everything that can go wrong with the journal, as errors that say what to do. Decides nothing about what is tried. */
import { TillwireError } from "@tillwire/plugin-api";

/** Results of SQLite by their primary code. Source: sqlite.org/rescode.html. */
const resultCodes = { busy: 5, readOnly: 8, inputOutput: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };

/** SQLite's primary result code, or 0 for anything else that was thrown. */
function resultCodeOf(thrown: unknown): number {
  if (typeof thrown !== "object" || thrown === null || !("errcode" in thrown)) return 0;
  return typeof thrown.errcode === "number" ? thrown.errcode & 0xff : 0; // the upper bits are details of the same code
}

/** True when another connection holds the file. */
export function isBusy(thrown: unknown): boolean {
  return resultCodeOf(thrown) === resultCodes.busy;
}

/** What was thrown, in a few words. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** A write or a sync failed, or cannot be relied on. What the records stood for is not known here: `possible`. */
export function journalFailed(reason: string, cause?: unknown): TillwireError {
  const message = `The journal could not be written (${reason}). Make room or repair the disk, then restart the bridge: it finishes what was open.`;
  return new TillwireError("JOURNAL_FAILED", { message, effect: "possible", cause });
}

/** A write after the end. */
export function journalClosed(): TillwireError {
  const message = "The journal is closed: the bridge is stopping. Nothing was written.";
  return new TillwireError("JOURNAL_FAILED", { message, effect: "possible" });
}

/** More waits than may wait. */
export function journalBehind(): TillwireError {
  const message =
    "The journal is behind: too many records wait for the disk. Nothing was written; see whether the disk still answers.";
  return new TillwireError("LIMIT_REACHED", { message, effect: "none" });
}

/** A record that would not come back as it is. A defect of the caller; the journal goes on. */
export function recordUnfit(what: string): TillwireError {
  const message = `The journal cannot keep this record: ${what}. Nothing was written. This is a defect; report it.`;
  return new TillwireError("INTERNAL", { message, effect: "possible" });
}

/** Somebody else owns the stream now. */
export function takenOver(stream: string): TillwireError {
  const message = `Somebody else has taken over or written ${stream} in the journal. This bridge has to stop.`;
  return new TillwireError("OWNED_ELSEWHERE", { message, effect: "possible" });
}

/** An entry that is missing, or is not what was written. */
export function entryCorrupt(stream: string, index: number, cause?: unknown): TillwireError {
  const message = `Entry ${index} of ${stream} in the journal does not verify: it was lost, changed or damaged. ${keepFiles}`;
  return new TillwireError("JOURNAL_CORRUPT", { message, effect: "possible", cause });
}

/** The note of where a stream ends is damaged. */
export function endCorrupt(stream: string): TillwireError {
  const message = `The journal's note of where ${stream} ends is damaged. ${keepFiles}`;
  return new TillwireError("JOURNAL_CORRUPT", { message, effect: "possible" });
}

/** What kept something from being read: the disk; or else `corrupt`, made for what was to be read. */
export function readFailed(cause: unknown, corrupt: TillwireError): TillwireError {
  if (TillwireError.is(cause)) return cause;
  if (resultCodeOf(cause) !== resultCodes.inputOutput) return corrupt;
  const message = `The journal could not be read (${reasonOf(cause)}). Check the disk, then restart the bridge.`;
  return new TillwireError("STORAGE_UNUSABLE", { message, effect: "possible", cause });
}

/** What kept the file from being opened. */
export function openFailed(file: string, cause: unknown): TillwireError {
  if (TillwireError.is(cause)) return cause;
  switch (resultCodeOf(cause)) {
    case resultCodes.busy:
      return openError(
        "OWNED_ELSEWHERE",
        `Another bridge or program works with the journal ${file}. Stop it, or use another data folder.`,
        cause,
      );
    case resultCodes.corrupt:
      return fileCorrupt(file, reasonOf(cause), cause);
    case resultCodes.notADatabase:
      return unusable(
        `${file} is no database, or its beginning is damaged. Keep it, and choose another file name or data folder.`,
        cause,
      );
    case resultCodes.full:
      return unusable(`There is no room for the journal ${file}. Make room on the disk, then start again.`, cause);
    case resultCodes.readOnly:
      return unusable(
        `The journal ${file} may not be written. Check its owner and permissions, and that the disk is not read-only.`,
        cause,
      );
    case resultCodes.cannotOpen:
      return unusable(
        `The journal ${file} cannot be opened or made. Check the owner and permissions of the file and its folder.`,
        cause,
      );
    default:
      return unusable(
        `The journal ${file} cannot be opened (${reasonOf(cause)}). Check the disk and its file system.`,
        cause,
      );
  }
}

/** The data folder or the file system will not do. */
export function unusable(message: string, cause?: unknown): TillwireError {
  return openError("STORAGE_UNUSABLE", message, cause);
}

/** The file is a journal, and is damaged as a whole. */
export function fileCorrupt(file: string, reason: string, cause?: unknown): TillwireError {
  return openError("JOURNAL_CORRUPT", `The journal ${file} is damaged (${reason}). ${keepFiles}`, cause);
}

/** The file was written by a newer version of this package. */
export function writtenByNewer(file: string): TillwireError {
  return openError(
    "PLUGIN_UNSUPPORTED",
    `The journal ${file} was written by a newer version. Upgrade @tillwire/journal-sqlite.`,
  );
}

const keepFiles =
  "Copy the data folder to a safe place and do not take payments on it; settle what was open with the host's own reports.";

function openError(
  code: "OWNED_ELSEWHERE" | "STORAGE_UNUSABLE" | "JOURNAL_CORRUPT" | "PLUGIN_UNSUPPORTED",
  message: string,
  cause?: unknown,
): TillwireError {
  return new TillwireError(code, { message, effect: "none", cause });
}
