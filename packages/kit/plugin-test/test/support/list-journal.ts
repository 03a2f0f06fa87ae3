/** The smallest journal that keeps the rules: a list. For the suite to be tried on, whole and broken. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Journal, JournalBatch, JournalEntry, JsonValue } from "@tillwire/plugin-api";

/** What stays when the journal is closed. */
export interface List {
  readonly entries: JournalEntry[];
  readonly generations: Map<string, number>;
  isOpen: boolean;
}

export function emptyList(): List {
  return { entries: [], generations: new Map(), isOpen: false };
}

export function openListJournal(list: List): Journal {
  if (list.isOpen) throw refused("OWNED_ELSEWHERE", "Another bridge has this list.");
  list.isOpen = true;
  const lastIndex = (stream: string): number => list.entries.filter((entry) => entry.stream === stream).length;

  return {
    durability: "none",
    watchRoom: (tell) => tell("enough"),
    own: async (stream) => {
      assertOpen(list);
      const generation = (list.generations.get(stream) ?? 0) + 1;
      list.generations.set(stream, generation);
      return { stream, generation, lastIndex: lastIndex(stream) };
    },
    append: async (batch) => {
      assertOpen(list);
      const entries = entriesOf(batch);
      const { stream, generation, afterIndex } = batch;
      if (list.generations.get(stream) !== generation || lastIndex(stream) !== afterIndex) {
        throw refused("OWNED_ELSEWHERE", "Somebody else has written.");
      }
      list.entries.push(...entries);
    },
    async *read(stream, afterIndex) {
      for (const entry of list.entries) {
        if (entry.stream === stream && entry.index > afterIndex) yield structuredClone(entry);
      }
    },
    streams: async () => [...new Set(list.entries.map(({ stream }) => stream))],
    [Symbol.asyncDispose]: async () => {
      list.isOpen = false;
    },
  };
}

function assertOpen(list: List): void {
  if (!list.isOpen) throw refused("JOURNAL_FAILED", "The journal is closed.");
}

function entriesOf({ stream, generation, afterIndex, records }: JournalBatch): readonly JournalEntry[] {
  return records.map(({ type, at, data }, offset) => {
    return { stream, index: afterIndex + offset + 1, generation, type, at, data: copyOf(data) };
  });
}

function copyOf(data: JsonValue): JsonValue {
  const text = JSON.stringify(data, (_name, value: unknown) => {
    if (
      typeof value === "number" ? Number.isFinite(value) : !["undefined", "bigint", "function"].includes(typeof value)
    ) {
      return value;
    }
    throw refused("INTERNAL", "This is not JSON.");
  });
  return JSON.parse(text) as JsonValue; // the text was made of nothing but JSON
}

function refused(code: "OWNED_ELSEWHERE" | "JOURNAL_FAILED" | "INTERNAL", message: string): TillwireError {
  return new TillwireError(code, { message, effect: "possible" });
}
