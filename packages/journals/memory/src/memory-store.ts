/** What a memory journal writes to: it outlives the journal, can be copied like a disk image, and can be made to fail. */
import type { JournalEntry, JournalRoom } from "@tillwire/plugin-api";
import { problem } from "./problem.ts";

/** A disk that is none. */
export interface MemoryStore {
  /** Everything that was written, in order, over all streams. */
  readonly entries: readonly JournalEntry[];
  /** The store as it is now: what a crash at this moment would leave. It is whole again, and nobody owns it. */
  copy(): MemoryStore;
  /** From now on every write fails, as on a full disk. */
  failWrites(): void;
  /** Room is short until the returned function is called, as on a disk that is nearly full. Writes go on. */
  runShort(): () => void;
  /** Writes wait until the returned function is called, as on a slow disk. */
  holdWrites(): () => void;
}

/** The side of the store that the journal sees. */
export interface WritableStore extends MemoryStore {
  readonly heads: Map<string, StreamHead>;
  owned: boolean;
  push(entries: readonly JournalEntry[]): void;
  failing(): boolean;
  /** Tells the room now, and with every change. The last one who asks is told. */
  watchRoom(tell: (room: JournalRoom) => void): void;
  /** Resolves when writes are not held. */
  ready(): Promise<void>;
}

/** The end of a stream. */
export interface StreamHead {
  readonly generation: number;
  readonly lastIndex: number;
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
  throw problem("INTERNAL", "A memory journal writes only to what createMemoryStore made. Pass one of those.");
}

function storeWith(entries: JournalEntry[], heads: Map<string, StreamHead>): MemoryStore {
  let failing = false;
  let held: Promise<void> = Promise.resolve();
  let room: JournalRoom = "enough";
  let tellRoom = (_room: JournalRoom): void => undefined;
  function setRoom(next: JournalRoom): void {
    if (next === room) return;
    room = next;
    tellRoom(room);
  }
  const store: WritableStore = {
    entries,
    heads,
    owned: false,
    copy: () => storeWith(structuredClone(entries), new Map(heads)),
    failWrites: () => {
      failing = true;
    },
    runShort: () => {
      setRoom("short");
      return () => setRoom("enough");
    },
    holdWrites: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = Promise.all([held, promise]).then(() => undefined);
      return resolve;
    },
    push: (added) => entries.push(...added),
    failing: () => failing,
    watchRoom: (tell) => {
      tellRoom = tell;
      tell(room);
    },
    ready: () => held,
  };
  stores.set(store, store);
  return store;
}
