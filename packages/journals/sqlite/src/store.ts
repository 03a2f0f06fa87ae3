/** Reads and writes entries in an open database. Synchronous, one call after another: it runs in a thread of its own. */
import type { DatabaseSync } from "node:sqlite";
import type { JournalEntry, StreamOwnership } from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import { firstHash, hashOf, sameHash } from "./chain.ts";
import type { EncodedBatch } from "./encoded.ts";
import { journalLimits } from "./limits.ts";
import type { Operation, OperationResult } from "./messages.ts";
import { endCorrupt, entryCorrupt, fileCorrupt, readFailed, reasonOf, takenOver } from "./problems.ts";
import { prepareStatements } from "./statements.ts";
import { parseHash, parseHead, verifiedEntry } from "./rows.ts";
import type { StreamHead } from "./rows.ts";

/** An open journal file. */
export interface Store {
  /** All operations in one transaction, on disk when this returns. When it throws nothing may be written any more. */
  commit(operations: readonly Operation[]): readonly OperationResult[];
  /** The verified entries after `afterIndex`, as many as are read at once. `more`: ask again for the rest. */
  read(stream: string, afterIndex: number): Page;
  streams(): readonly string[];
  /** Moves what is in the write-ahead log to the database, so that the log can start anew. */
  checkpoint(): void;
  close(): void;
}

interface Page {
  readonly entries: readonly JournalEntry[];
  readonly more: boolean;
}

const emptyHead: StreamHead = { generation: 0, index: 0, hash: firstHash };

/** Wraps a database that {@link openDatabase} opened. */
export function createStore(database: DatabaseSync, file: string): Store {
  const statements = prepareStatements(database);

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

  function own(stream: string): StreamOwnership {
    const head = headOf(stream);
    if (head.index > 0) checkLast(stream, head);
    const generation = head.generation + 1;
    statements.setHead.run(stream, generation, head.index, head.hash);
    return { stream, generation, lastIndex: head.index };
  }

  /** The end has to be what was written last. All before it is verified when it is read. */
  function checkLast(stream: string, head: StreamHead): void {
    const last = read(stream, head.index - 1).entries[0];
    read(stream, head.index);
    if (!last || last.generation > head.generation) throw entryCorrupt(stream, head.index);
  }

  function append({ stream, generation, afterIndex, records }: EncodedBatch): void {
    const head = headOf(stream);
    if (head.generation !== generation || head.index !== afterIndex) throw takenOver(stream);
    let { index, hash } = head;
    for (const { type, at, data } of records) {
      index += 1;
      hash = hashOf(hash, { stream, index, generation, type, at, data });
      statements.insert.run(stream, index, generation, type, at, data, hash);
    }
    if (index > head.index) statements.setHead.run(stream, generation, index, hash);
  }

  /** An operation refuses, with an error of ours, only before its first write: so the others can go on. */
  function perform(operation: Operation): OperationResult {
    try {
      if (operation.type === "own") return { type: "owned", ownership: own(operation.stream) };
      append(operation.batch);
      return { type: "appended" };
    } catch (thrown) {
      if (TillwireError.is(thrown)) return { type: "refused", error: errorData(thrown) };
      throw thrown;
    }
  }

  /** What stands before a damaged place is given first; asking for more then fails, with the place's own index. */
  function read(stream: string, afterIndex: number): Page {
    const entries: JournalEntry[] = [];
    try {
      const more = readInto(entries, stream, afterIndex);
      return { entries, more };
    } catch (thrown) {
      if (entries.length > 0) return { entries, more: true };
      throw readFailed(thrown, entryCorrupt(stream, afterIndex + 1, thrown));
    }
  }

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

  function streams(): readonly string[] {
    try {
      return statements.streams.all().map(({ name }) => String(name));
    } catch (thrown) {
      throw readFailed(thrown, fileCorrupt(file, reasonOf(thrown), thrown));
    }
  }

  return {
    commit(operations) {
      database.exec("BEGIN IMMEDIATE");
      try {
        const results = operations.map(perform);
        database.exec("COMMIT");
        return results;
      } catch (thrown) {
        rollBack(database);
        throw thrown;
      }
    },
    read,
    streams,
    checkpoint: () => database.exec("PRAGMA wal_checkpoint(PASSIVE)"),
    close: () => database.close(),
  };
}

/** The last entry found has to be the last one written: nothing cut off, nothing added. */
function checkEnd(
  head: StreamHead,
  { stream, index, hash }: { readonly stream: string; readonly index: number; readonly hash: Uint8Array | undefined },
): void {
  if (hash === undefined) return; // asked for what comes after the end
  if (index !== head.index) throw entryCorrupt(stream, Math.min(index, head.index) + 1);
  if (!sameHash(hash, head.hash)) throw entryCorrupt(stream, index);
}

/** So that what was committed before can still be read. It writes nothing. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // SQLite has already rolled back by itself, as it does after some failures; the failure itself is on its way up.
  }
}
