/** What a reader keeps over a restart: its key counter above all, so that no key is ever used twice. */
import { open, readFile, rename } from "node:fs/promises";
import { TillwireError } from "@tillwire/plugin-api";
import type { EmvParameterSet } from "@tillwire/plugin-api";
import type { KeptState } from "../card/memory.ts";

/** The state. */
export interface ReaderState {
  /** The DUKPT counter of the last transaction. */
  readonly keyCounter: number;
  /** Tag 9F41: counts transactions. */
  readonly sequence: number;
  readonly parameters?: EmvParameterSet;
  /** What the shopper's cards remember, by name. */
  readonly cards: Readonly<Record<string, readonly KeptState[]>>;
}

/** Where it is kept. */
export interface ReaderStore {
  /** The state that was written last; a new reader's when there is none. */
  read(): Promise<ReaderState>;
  /** Resolves once it is durable. */
  write(state: ReaderState): Promise<void>;
}

const newReader: ReaderState = { keyCounter: 0, sequence: 0, cards: {} };

/** In memory: for tests. Survives the reader, not the process. */
export function memoryReaderStore(): ReaderStore {
  let state = newReader;
  return {
    read: () => Promise.resolve(state),
    write: (next) => {
      state = next;
      return Promise.resolve();
    },
  };
}

/** In a file that is replaced as a whole, so that a crash leaves the old one or the new one. */
export function fileReaderStore(path: string): ReaderStore {
  return {
    async read() {
      const text = await readFile(path, "utf8").catch((thrown: unknown) => absent(path, thrown));
      if (text === undefined) return newReader;
      return parseState(path, text);
    },
    async write(state) {
      try {
        const handle = await open(`${path}.new`, "w", 0o600);
        try {
          await handle.writeFile(JSON.stringify(state));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(`${path}.new`, path);
      } catch (thrown) {
        throw unusable(path, thrown);
      }
    },
  };
}

function absent(path: string, thrown: unknown): undefined {
  if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return undefined;
  throw unusable(path, thrown);
}

/** A counter that cannot be read must not start again from zero: keys would repeat. */
function parseState(path: string, text: string): ReaderState {
  try {
    const state = JSON.parse(text) as Partial<ReaderState>; // looked at member by member below
    const { keyCounter, sequence, cards } = state;
    if (Number.isSafeInteger(keyCounter) && Number.isSafeInteger(sequence) && typeof cards === "object") {
      return { ...newReader, ...state };
    }
  } catch (thrown) {
    throw unusable(path, thrown);
  }
  throw unusable(path, new Error("it is not a reader's state"));
}

function unusable(path: string, cause: unknown): TillwireError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The reader's state ${path} cannot be used: ${reason}. Restore it, or give the reader a new initial key.`;
  return new TillwireError("STORAGE_UNUSABLE", { message, effect: "none", cause });
}
