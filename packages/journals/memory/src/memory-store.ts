/** What a memory journal writes to: it outlives the journal, can be copied like a disk image, and can be made to fail. */
import { TillwireError } from "@tillwire/plugin-api";
import type { JournalEntry } from "@tillwire/plugin-api";

/** A disk that is none. */
export interface MemoryStore {
  /** Everything that was written, in order, over all streams. */
  readonly entries: readonly JournalEntry[];
  /** The store as it is now: what a crash at this moment would leave. */
  copy(): MemoryStore;
  /** From now on every write fails, as on a full disk. */
  failWrites(): void;
  /** Writes wait until the returned function is called, as on a slow disk. */
  holdWrites(): () => void;
}

/** The side of the store that the journal sees. */
export interface WritableStore extends MemoryStore {
  readonly generations: Map<string, number>;
  owned: boolean;
  push(entries: readonly JournalEntry[]): void;
  failing(): boolean;
  ready(): Promise<void>;
}

const stores = new WeakMap<MemoryStore, WritableStore>();

/** Makes an empty store. */
export function createMemoryStore(): MemoryStore {
  return storeWith([], new Map());
}

/** The journal's side of a store that was made here. */
export function writable(store: MemoryStore): WritableStore {
  const found = stores.get(store);
  if (found) return found;
  const message = "A memory journal writes to what createMemoryStore made.";
  throw new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}

function storeWith(entries: JournalEntry[], generations: Map<string, number>): MemoryStore {
  let failing = false;
  let held = Promise.resolve();
  const store: WritableStore = {
    entries,
    generations,
    owned: false,
    copy: () => storeWith(structuredClone(entries), new Map(generations)),
    failWrites: () => {
      failing = true;
    },
    holdWrites: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    push: (added) => entries.push(...structuredClone(added)),
    failing: () => failing,
    ready: () => held,
  };
  stores.set(store, store);
  return store;
}
