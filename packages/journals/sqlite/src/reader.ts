/** Reads an open journal file, and verifies all that it gives. */
import type { JournalEntry } from "@tillwire/plugin-api";
import { firstHash, sameHash } from "./chain.ts";
import { journalLimits } from "./limits.ts";
import { endCorrupt, entryCorrupt, fileCorrupt, readFailed, reasonOf } from "./problems.ts";
import { parseHash, parseHead, verifiedEntry } from "./rows.ts";
import type { StreamHead } from "./rows.ts";
import type { Statements } from "./statements.ts";

/** The reading half of the store. */
export interface Reader {
  /** Where the stream ends, as noted with its last write. */
  headOf(stream: string): StreamHead;
  /** The verified entries after `afterIndex`, as many as are read at once. `more`: ask again for the rest. */
  read(stream: string, afterIndex: number): Page;
  /** The streams that hold an entry, or should. */
  streams(): readonly string[];
}

interface Page {
  readonly entries: readonly JournalEntry[];
  readonly more: boolean;
}

const emptyHead: StreamHead = { generation: 0, index: 0, hash: firstHash };

/** Makes a reader. `file` is for messages. */
export function createReader(statements: Statements, file: string): Reader {
  function headOf(stream: string): StreamHead {
    const row = statements.head.get(stream);
    if (row === undefined) return emptyHead;
    const head = parseHead(row);
    if (head === undefined) throw endCorrupt(stream);
    return head;
  }

  function hashAt(stream: string, index: number): Uint8Array | undefined {
    return index === 0 ? firstHash : parseHash(statements.hashAt.get(stream, index));
  }

  /** True when there is more. */
  function readInto(entries: JournalEntry[], stream: string, afterIndex: number): boolean {
    const head = headOf(stream);
    let hash = hashAt(stream, afterIndex);
    if (hash === undefined && afterIndex <= head.index) throw entryCorrupt(stream, afterIndex);
    let [index, sizeBytes] = [afterIndex, 0];
    for (const row of statements.entriesAfter.iterate(stream, afterIndex)) {
      index += 1;
      if (index > head.index) throw entryCorrupt(stream, index); // nobody wrote it
      const found = verifiedEntry(row, { stream, index, previous: hash ?? firstHash });
      hash = found.hash;
      sizeBytes += found.sizeBytes;
      entries.push(found.entry);
      if (entries.length >= journalLimits.pageEntries || sizeBytes >= journalLimits.pageBytes) return true;
    }
    checkEnd(head, { stream, index, hash });
    return false;
  }

  return {
    headOf,
    /** What stands before a damaged place is given first; asking for more then fails, with the place's own index. */
    read(stream, afterIndex) {
      const entries: JournalEntry[] = [];
      try {
        return { more: readInto(entries, stream, afterIndex), entries };
      } catch (thrown) {
        if (entries.length > 0) return { more: true, entries };
        throw readFailed(thrown, entryCorrupt(stream, afterIndex + 1, thrown));
      }
    },
    streams() {
      try {
        return statements.streams.all().map(({ name }) => String(name));
      } catch (thrown) {
        throw readFailed(thrown, fileCorrupt(file, reasonOf(thrown), thrown));
      }
    },
  };
}

/** The last entry found has to be the last one written: nothing cut off, nothing changed. */
function checkEnd(
  head: StreamHead,
  { stream, index, hash }: { readonly stream: string; readonly index: number; readonly hash: Uint8Array | undefined },
): void {
  if (hash === undefined) return; // asked for what comes after the end
  if (index !== head.index) throw entryCorrupt(stream, Math.min(index, head.index) + 1);
  if (!sameHash(hash, head.hash)) throw entryCorrupt(stream, index);
}
