/** Writes entries to an open journal file. Synchronous, one call after another: it runs in a thread of its own. */
import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { StreamOwnership } from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import { hashOf } from "./chain.ts";
import type { EncodedBatch } from "./encoded.ts";
import type { Operation, OperationResult } from "./messages.ts";
import { entryCorrupt, takenOver } from "./problems.ts";
import { createReader } from "./reader.ts";
import type { Reader } from "./reader.ts";
import type { StreamHead } from "./rows.ts";
import { prepareStatements } from "./statements.ts";

/** An open journal file. */
export interface Store extends Pick<Reader, "read" | "streams"> {
  /** All operations in one transaction, on disk when this returns. When it throws nothing may be written any more. */
  commit(operations: readonly Operation[]): readonly OperationResult[];
  /** Moves what is in the write-ahead log to the database, so that the log can start anew. */
  checkpoint(): void;
  /** By how much a checkpoint would let the file grow. */
  growthBytes(): number;
  close(): void;
}

/** Wraps the database in `file` that {@link openDatabase} opened. */
export function createStore(database: DatabaseSync, file: string): Store {
  const statements = prepareStatements(database);
  const reader = createReader(statements, file);

  function own(stream: string): StreamOwnership {
    const head = reader.headOf(stream);
    if (head.index > 0) checkLast(stream, head);
    const generation = head.generation + 1;
    statements.setHead.run(stream, generation, head.index, head.hash);
    return { stream, generation, lastIndex: head.index };
  }

  /** The end has to be what was written last. All before it is verified when it is read. */
  function checkLast(stream: string, head: StreamHead): void {
    const last = reader.read(stream, head.index - 1).entries[0];
    reader.read(stream, head.index);
    if (!last || last.generation > head.generation) throw entryCorrupt(stream, head.index);
  }

  function append({ stream, generation, afterIndex, records }: EncodedBatch): void {
    const head = reader.headOf(stream);
    const owns = generation > 0 && head.generation === generation; // 0: nobody has owned it yet
    if (!owns || head.index !== afterIndex) throw takenOver(stream);
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
    read: reader.read,
    streams: reader.streams,
    checkpoint: () => database.exec("PRAGMA wal_checkpoint(PASSIVE)"),
    growthBytes() {
      const sizeBytes = Number(statements.sizeBytes.get()?.["value"]);
      return Math.max(0, sizeBytes - statSync(file).size);
    },
    close: () => database.close(),
  };
}

/** So that what was committed before can still be read. It writes nothing. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // SQLite has already rolled back by itself, as it does after some failures; the failure itself is on its way up.
  }
}
