/** A journal for these tests: its store outlives the bridge, and it can be told to fail, or to be slow. */
import { defineJournal, TillwireError } from "@tillwire/plugin-api";
import type { JournalBatch, JournalEntry } from "@tillwire/plugin-api";
import { z } from "zod";

export interface JournalStore {
  readonly entries: JournalEntry[];
  /** From this entry on every write fails. */
  failAt: number;
  /** Writes wait for this. */
  gate: Promise<void>;
  generation: number;
}

export function createStore(): JournalStore {
  return { entries: [], failAt: Number.POSITIVE_INFINITY, gate: Promise.resolve(), generation: 0 };
}

export function storeJournal(store: JournalStore) {
  return defineJournal({
    id: "store",
    displayName: "Store of a test",
    version: "1.0.0",
    settings: z.strictObject({}),
    open: async () => {
      let queue = Promise.resolve();
      const write = async ({ stream, generation, afterIndex, records }: JournalBatch): Promise<void> => {
        await store.gate;
        const last = store.entries.filter((entry) => entry.stream === stream).length;
        if (
          last !== afterIndex ||
          generation !== store.generation ||
          store.entries.length + records.length > store.failAt
        ) {
          throw new TillwireError("JOURNAL_FAILED", { message: "The disk is full.", effect: "possible" });
        }
        const stored = records.map((record, offset) => ({
          ...record,
          stream,
          index: afterIndex + offset + 1,
          generation,
        }));
        store.entries.push(...structuredClone(stored));
      };
      store.generation += 1;
      return {
        durability: "none",
        own: async (stream) => ({
          stream,
          generation: store.generation,
          lastIndex: store.entries.filter((entry) => entry.stream === stream).length,
        }),
        append: (batch) => {
          queue = queue.then(() => write(batch));
          return queue;
        },
        async *read(stream, afterIndex) {
          yield* store.entries.filter((entry) => entry.stream === stream && entry.index > afterIndex);
        },
        streams: async () => [...new Set(store.entries.map(({ stream }) => stream))],
        [Symbol.asyncDispose]: async () => undefined,
      };
    },
  });
}
