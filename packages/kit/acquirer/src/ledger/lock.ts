/** One host a ledger: a file beside it names the process that writes. The file of a process that is gone is taken over. */
import { open, readFile, rm } from "node:fs/promises";
import { TillwireError } from "@tillwire/plugin-api";

/** Takes the ledger, or throws `OWNED_ELSEWHERE`. */
export async function lockLedger(ledgerFile: string): Promise<AsyncDisposable> {
  const path = `${ledgerFile}.lock`;
  if (!(await claim(path))) {
    const owner = Number(await readFile(path, "utf8").catch(() => "")); // gone in the meantime: 0
    if (owner > 0 && isRunning(owner)) throw ownedElsewhere(ledgerFile, path);
    await rm(path, { force: true });
    if (!(await claim(path))) throw ownedElsewhere(ledgerFile, path);
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** False when the file is there already. */
async function claim(path: string): Promise<boolean> {
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

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0); // signal 0 asks only
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM"; // somebody else's, but there
  }
}

function ownedElsewhere(ledgerFile: string, path: string): TillwireError {
  const message = `Another acquirer writes to ${ledgerFile}. Stop it, or name another ledger. If there is none, delete ${path}.`;
  return new TillwireError("OWNED_ELSEWHERE", { message, effect: "none" });
}
