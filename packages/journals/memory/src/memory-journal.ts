/** The journal's rules, on a store in memory: order, owner, generation, and an end after the first failure. */
import type { Journal, JournalBatch, JournalEntry, StreamOwnership } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { throughText } from "./encoded.ts";
import { writable } from "./memory-store.ts";
import type { MemoryStore, StreamHead, WritableStore } from "./memory-store.ts";
import { problem } from "./problem.ts";

/** Batches that may wait while writes are held: the same bound as that of a journal on a disk. */
const waitingMax = 20_000;

/** Opens a journal. A store has one at a time, as a file has one process. */
export function openMemoryJournal(memory: MemoryStore): Journal {
  const store = writable(memory);
  if (store.owned) throw problem("OWNED_ELSEWHERE", "Another bridge works with this memory journal. Stop it first.");
  store.owned = true;
  let failure: TillwireError | undefined;
  let closing: Promise<void> | undefined;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  /** One write after another, in the order of the calls. */
  function write<Result>(work: () => Result): Promise<Result> {
    if (failure) return Promise.reject(failure);
    if (closing) return Promise.reject(problem("JOURNAL_FAILED", "The journal is closed. Nothing was written."));
    if (waiting >= waitingMax) return Promise.reject(behind());
    waiting += 1;
    const written = last.then(() => perform(work));
    last = written.catch(() => undefined); // whoever asked for it hears of it
    return written;
  }

  /** The first write that fails is the last. */
  async function perform<Result>(work: () => Result): Promise<Result> {
    await store.ready();
    waiting -= 1;
    if (store.failing()) failure ??= problem("JOURNAL_FAILED", "The memory journal was told to fail.");
    if (failure) throw failure;
    return work();
  }

  async function close(): Promise<void> {
    await last;
    store.owned = false;
  }

  return {
    durability: "none",
    watchRoom(tell) {
      store.watchRoom((room) => {
        if (!closing) tell(room);
      });
    },
    own: (stream) => write(() => takeOver(store, stream)),
    append: async (batch) => {
      const entries = entriesOf(batch);
      await write(() => append(store, batch, entries));
    },
    async *read(stream, afterIndex) {
      for (const entry of store.entries) {
        if (entry.stream === stream && entry.index > afterIndex) yield structuredClone(entry);
      }
    },
    streams: () => Promise.resolve([...new Set(store.entries.map(({ stream }) => stream))].toSorted()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
}

function takeOver(store: WritableStore, stream: string): StreamOwnership {
  const { generation, lastIndex } = headOf(store, stream);
  store.heads.set(stream, { generation: generation + 1, lastIndex });
  return { stream, generation: generation + 1, lastIndex };
}

/** Made at the call, so that nothing that happens to the records later shows. */
function entriesOf({ stream, generation, afterIndex, records }: JournalBatch): readonly JournalEntry[] {
  return records.map(({ type, at, data }, offset) => {
    return { stream, index: afterIndex + offset + 1, generation, type, at, data: throughText(data) };
  });
}

function append(store: WritableStore, batch: JournalBatch, entries: readonly JournalEntry[]): void {
  const { stream, generation, afterIndex } = batch;
  const head = headOf(store, stream);
  const owns = generation > 0 && head.generation === generation; // 0: nobody has owned it yet
  if (!owns || head.lastIndex !== afterIndex) {
    throw problem("OWNED_ELSEWHERE", `Somebody else has written to ${stream} in the journal. This bridge has to stop.`);
  }
  store.push(entries);
  store.heads.set(stream, { generation, lastIndex: afterIndex + entries.length });
}

function headOf(store: WritableStore, stream: string): StreamHead {
  return store.heads.get(stream) ?? { generation: 0, lastIndex: 0 };
}

function behind(): TillwireError {
  const message = "The journal is behind: too many records wait to be written. Nothing was written.";
  return new TillwireError("LIMIT_REACHED", { message, effect: "none" });
}
