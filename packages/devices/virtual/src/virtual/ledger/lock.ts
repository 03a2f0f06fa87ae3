/**
 * One terminal a ledger: a file beside it names the process that writes. A process that was killed leaves its file, and
 * is not there any more; the next terminal takes over.
 */
import { open, readFile, rm } from "node:fs/promises";
import { TillwireError } from "@tillwire/plugin-api";

/** Takes the ledger, or throws `OWNED_ELSEWHERE`. */
export async function lockLedger(ledgerFile: string): Promise<AsyncDisposable> {
  const path = `${ledgerFile}.lock`;
  for (let tries = 0; !(await claimed(path)); tries += 1) {
    const owner = await ownerOf(path);
    if (tries > 0 || (owner !== undefined && isRunning(owner))) throw ownedElsewhere(ledgerFile, path, owner);
    await rm(path, { force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** False when the file is there already. */
async function claimed(path: string): Promise<boolean> {
  try {
    const handle = await open(path, "wx", 0o600);
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST") return false;
    throw thrown;
  }
}

async function ownerOf(path: string): Promise<number | undefined> {
  const text = await readFile(path, "utf8").catch(() => ""); // gone in the meantime: then it is tried once more
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0); // signal 0 asks only
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM"; // somebody else's, but there
  }
}

function ownedElsewhere(ledgerFile: string, path: string, owner: number | undefined): TillwireError {
  const who = owner === undefined ? "another process" : `process ${owner}`;
  const message = `Another virtual terminal (${who}) writes to ${ledgerFile}. Stop it, or name another ledger. If there is none, delete ${path}.`;
  return new TillwireError("OWNED_ELSEWHERE", { message, effect: "none" });
}
