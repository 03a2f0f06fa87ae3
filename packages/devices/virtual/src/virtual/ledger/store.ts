/** Where a ledger is kept. */
import type { LedgerEntry } from "./entry.ts";

/** A place that keeps entries. One terminal uses it at a time. */
export interface LedgerStore extends AsyncDisposable {
  /** Everything that is kept, oldest first. */
  read(): Promise<readonly LedgerEntry[]>;
  /** Resolves once the entries are as durable as this place can make them. After one failure, nothing is kept any more. */
  append(entries: readonly LedgerEntry[]): Promise<void>;
}

/** Keeps a ledger in memory, for tests: it survives the terminal, not the process. */
export function memoryLedger(): LedgerStore {
  const kept: LedgerEntry[] = [];
  return {
    read: async () => [...kept],
    append: async (entries) => void kept.push(...entries),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
