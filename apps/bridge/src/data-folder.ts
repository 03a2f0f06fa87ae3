/** The data folder: made when its parent is there, and tried before anything relies on it. */
import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { TillwireError } from "@tillwire/plugin-api";

/**
 * Makes the folder, or takes the one that is there. Rejects with `STORAGE_UNUSABLE` and what to do. Only the last part
 * of the path is made: a missing parent is more often a typing error than a wish.
 */
export async function makeDataFolder(path: string, remedy: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 }).catch(unlessThere);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The data folder ${path} cannot be used: ${reason}. ${remedy}`;
    throw new TillwireError("STORAGE_UNUSABLE", { message, effect: "none", cause });
  }
}

function unlessThere(cause: unknown): void {
  if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
}
