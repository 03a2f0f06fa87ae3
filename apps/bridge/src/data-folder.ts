/** The data folder: made when its parent is there, and tried before anything relies on it. */
import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { TillwireError } from "@tillwire/plugin-api";

/**
 * Makes the folder, or takes the one that is there. Rejects with `STORAGE_UNUSABLE` and what to do. Only the last part
 * of the path is made: a missing parent is more often a typing error than a wish. `another` says how to name another one.
 */
export async function makeDataFolder(path: string, another: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 }).catch(unlessThere);
    if (!(await stat(path)).isDirectory()) throw unusable(path, `it is not a folder. ${another}`);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    if (TillwireError.is(cause)) throw cause;
    throw unusable(path, `${reasonOf(cause, path)}. ${another}`, cause);
  }
}

function unlessThere(cause: unknown): void {
  if (codeOf(cause) !== "EEXIST") throw cause;
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

function reasonOf(cause: unknown, path: string): string {
  switch (codeOf(cause)) {
    case "ENOENT":
      return `${dirname(path)} is not there. Make it`;
    case "ENOTDIR":
      return `${dirname(path)} is not a folder`;
    case "EACCES":
    case "EPERM":
      return "this user may not make it, or not write in it. Change the owner or the permissions";
    case "EROFS":
      return "its disk may only be read";
    case "ENOSPC":
    case "EDQUOT":
      return "its disk is full. Make room";
    case undefined:
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}

function unusable(path: string, reason: string, cause?: unknown): TillwireError {
  const message = `The data folder ${path} cannot be used: ${reason}`;
  return new TillwireError("STORAGE_UNUSABLE", { message, effect: "none", cause });
}
