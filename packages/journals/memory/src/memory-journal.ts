/** The journal's rules, on a store in memory: order, owner, generation, and an end after the first failure. */
import type { ErrorCode, Journal, JournalBatch } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { writable } from "./memory-store.ts";
import type { MemoryStore, WritableStore } from "./memory-store.ts";

/** Opens a journal. A store has one at a time, as a file has one process. */
export function openMemoryJournal(memory: MemoryStore): Journal {
  const store = writable(memory);
  if (store.owned) throw problem("OWNED_ELSEWHERE", "Another bridge works with this memory journal. Stop it first.");
  store.owned = true;
  let failed: TillwireError | undefined;
  let last = Promise.resolve();

  async function write(batch: JournalBatch): Promise<void> {
    await store.ready();
    try {
      if (failed) throw failed;
      append(store, batch);
    } catch (thrown) {
      failed ??= TillwireError.is(thrown) ? thrown : problem("JOURNAL_FAILED", "The memory journal failed.");
      throw failed;
    }
  }

  return {
    durability: "none",
    own(stream) {
      const generation = (store.generations.get(stream) ?? 0) + 1;
      store.generations.set(stream, generation);
      return Promise.resolve({ stream, generation, lastIndex: lastIndexOf(store, stream) });
    },
    append(batch) {
      const written = last.then(() => write(batch));
      last = written.catch(() => undefined); // the caller hears of it; the next one is told by `failed`
      return written;
    },
    async *read(stream, afterIndex) {
      yield* store.entries.filter((entry) => entry.stream === stream && entry.index > afterIndex);
    },
    streams: () => Promise.resolve([...new Set(store.entries.map(({ stream }) => stream))]),
    async [Symbol.asyncDispose]() {
      await last;
      store.owned = false;
    },
  };
}

function append(store: WritableStore, { stream, generation, afterIndex, records }: JournalBatch): void {
  if (store.failing()) throw problem("JOURNAL_FAILED", "The memory journal was told to fail.");
  if (store.generations.get(stream) !== generation || lastIndexOf(store, stream) !== afterIndex) {
    throw problem("OWNED_ELSEWHERE", `Somebody else has written to ${stream} in the journal. This bridge has to stop.`);
  }
  store.push(records.map((record, offset) => ({ ...record, stream, generation, index: afterIndex + offset + 1 })));
}

function lastIndexOf({ entries }: MemoryStore, stream: string): number {
  return entries.findLast((entry) => entry.stream === stream)?.index ?? 0;
}

function problem(code: ErrorCode, message: string): TillwireError {
  return new TillwireError(code, { message, effect: "possible" });
}
