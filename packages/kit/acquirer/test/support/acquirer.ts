/** An acquirer of a test, in a folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAcquirer, type AcquirerOptions } from "../../src/index.ts";
import { openLine } from "./terminal.ts";

/** 24 November 2026, 14:05:09 UTC. */
const nowMs = Date.UTC(2026, 10, 24, 14, 5, 9);

export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), "tillwire-acquirer-"));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts one, with a line to it. */
export async function start(options: Partial<AcquirerOptions> = {}) {
  await using stack = new AsyncDisposableStack();
  const { folder } = stack.use(await temporaryFolder());
  const log: string[] = [];
  const onLog = (text: string) => void log.push(text);
  const ledgerFile = join(folder, "ledger");
  const acquirer = stack.use(await startAcquirer({ ledgerFile, nowMs: () => nowMs, onLog, ...options }));
  const line = stack.use(await openLine(acquirer.port));
  const all = stack.move();
  return { acquirer, line, log, ledgerFile, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
