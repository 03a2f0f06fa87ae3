/** The database: opens it, checks what it is, and reads and writes entries. Synchronous: it runs in a thread of its own. */
import { DatabaseSync } from "node:sqlite";
import type { JournalBatch, JournalEntry, JsonValue, StreamOwnership } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { z } from "zod";
import { firstHash, hashOf, sameHash } from "./chain.ts";
import type { StoredEntry } from "./chain.ts";

/** The form of the tables. A newer one was written by a newer version of this package. */
const schemaVersion = 1;

/** An open database. */
export interface Store extends Disposable {
  own(stream: string): StreamOwnership;
  /** All batches in one transaction, on disk when this returns. */
  append(batches: readonly JournalBatch[]): void;
  read(stream: string, afterIndex: number, limit: number): readonly JournalEntry[];
  streams(): readonly string[];
  /** Moves what is in the write-ahead log to the database, without waiting for readers. */
  checkpoint(): void;
}

interface Head {
  readonly generation: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

const rowSchema = z.object({
  stream: z.string(),
  index: z.number(),
  generation: z.number(),
  type: z.string(),
  at: z.number(),
  data: z.string(),
  hash: z.instanceof(Uint8Array),
});

/** Opens the file, made when it is not there. Throws `STORAGE_UNUSABLE` or `JOURNAL_CORRUPT`. */
export function openStore(file: string): Store {
  const database = openDatabase(file);
  const statements = {
    head: database.prepare('SELECT "index", hash FROM entry WHERE stream = ? ORDER BY "index" DESC LIMIT 1'),
    generation: database.prepare("SELECT generation FROM owner WHERE stream = ?"),
    own: database.prepare(
      "INSERT INTO owner (stream, generation) VALUES (?, 1) ON CONFLICT (stream) DO UPDATE SET generation = generation + 1",
    ),
    insert: database.prepare(
      'INSERT INTO entry (stream, "index", generation, type, at, data, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    read: database.prepare('SELECT * FROM entry WHERE stream = ? AND "index" > ? ORDER BY "index" LIMIT ?'),
    hashBefore: database.prepare('SELECT hash FROM entry WHERE stream = ? AND "index" = ?'),
    streams: database.prepare("SELECT DISTINCT stream FROM entry ORDER BY stream"),
  };

  function headOf(stream: string): Head {
    const row = z
      .object({ index: z.number(), hash: z.instanceof(Uint8Array) })
      .optional()
      .parse(statements.head.get(stream));
    const owner = z.object({ generation: z.number() }).optional().parse(statements.generation.get(stream));
    return { generation: owner?.generation ?? 0, index: row?.index ?? 0, hash: row?.hash ?? firstHash };
  }

  function appendBatch({ stream, generation, afterIndex, records }: JournalBatch): void {
    const head = headOf(stream);
    if (head.generation !== generation || head.index !== afterIndex) throw taken(stream);
    let previous = head.hash;
    records.forEach(({ type, at, data }, offset) => {
      const entry: StoredEntry = {
        stream,
        index: afterIndex + offset + 1,
        generation,
        type,
        at,
        data: JSON.stringify(data),
      };
      previous = hashOf(previous, entry);
      statements.insert.run(stream, entry.index, generation, type, at, entry.data, previous);
    });
  }

  return {
    own(stream) {
      database.exec("BEGIN IMMEDIATE");
      statements.own.run(stream);
      database.exec("COMMIT");
      const { generation, index } = headOf(stream);
      return { stream, generation, lastIndex: index };
    },
    append(batches) {
      database.exec("BEGIN IMMEDIATE");
      for (const batch of batches) appendBatch(batch);
      database.exec("COMMIT");
    },
    read(stream, afterIndex, limit) {
      const before = z
        .object({ hash: z.instanceof(Uint8Array) })
        .optional()
        .parse(statements.hashBefore.get(stream, afterIndex));
      const rows = statements.read.all(stream, afterIndex, limit).map((row) => rowSchema.safeParse(row).data);
      return verified(rows, { stream, afterIndex, hash: before?.hash ?? firstHash });
    },
    streams: () => statements.streams.all().map((row) => z.object({ stream: z.string() }).parse(row).stream),
    checkpoint: () => database.exec("PRAGMA wal_checkpoint(PASSIVE)"),
    [Symbol.dispose]: () => database.close(),
  };
}

function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec(
      "PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;",
    );
    checkPragmas(database);
    prepareTables(database, file);
    return database;
  } catch (cause) {
    database?.close();
    if (TillwireError.is(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The journal ${file} cannot be opened: ${reason}. Check that the folder is there, who owns it, and that the file is a journal.`;
    throw new TillwireError("STORAGE_UNUSABLE", { message, effect: "none", cause });
  }
}

/** A setting that SQLite did not take would be a promise that is not kept. */
function checkPragmas(database: DatabaseSync): void {
  const mode = z.object({ journal_mode: z.string() }).parse(database.prepare("PRAGMA journal_mode").get());
  const sync = z.object({ synchronous: z.number() }).parse(database.prepare("PRAGMA synchronous").get());
  if (mode.journal_mode === "wal" && sync.synchronous === 2) return;
  const message = "This file system does not let SQLite write durably (write-ahead log, full sync). Use a local disk.";
  throw new TillwireError("STORAGE_UNUSABLE", { message, effect: "none" });
}

function prepareTables(database: DatabaseSync, file: string): void {
  const { user_version: found } = z
    .object({ user_version: z.number() })
    .parse(database.prepare("PRAGMA user_version").get());
  if (found > schemaVersion) {
    const message = `The journal ${file} was written by a newer version. Upgrade @tillwire/journal-sqlite.`;
    throw new TillwireError("PLUGIN_UNSUPPORTED", { message, effect: "none" });
  }
  if (found === schemaVersion) return;
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE owner (stream TEXT PRIMARY KEY, generation INTEGER NOT NULL) STRICT;
    CREATE TABLE entry (
      stream TEXT NOT NULL, "index" INTEGER NOT NULL, generation INTEGER NOT NULL, type TEXT NOT NULL,
      at INTEGER NOT NULL, data TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (stream, "index")
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = ${schemaVersion};
    COMMIT;
  `);
}

function verified(
  rows: readonly (z.infer<typeof rowSchema> | undefined)[],
  { stream, afterIndex, hash }: { readonly stream: string; readonly afterIndex: number; readonly hash: Uint8Array },
): readonly JournalEntry[] {
  let previous = hash;
  return rows.map((row, offset) => {
    const index = afterIndex + offset + 1;
    if (!row || row.index !== index || !sameHash(row.hash, hashOf(previous, row))) throw corrupt(stream, index);
    previous = row.hash;
    const { generation, type, at } = row;
    return { stream, index, generation, type, at, data: parseData(row.data, stream, index) };
  });
}

function parseData(text: string, stream: string, index: number): JsonValue {
  try {
    return z.json().parse(JSON.parse(text));
  } catch (cause) {
    throw corrupt(stream, index, cause);
  }
}

function corrupt(stream: string, index: number, cause?: unknown): TillwireError {
  const message = `Entry ${index} of ${stream} in the journal does not verify: it was changed or damaged. Keep the file as it is, and do not take payments on it.`;
  return new TillwireError("JOURNAL_CORRUPT", { message, effect: "possible", cause });
}

function taken(stream: string): TillwireError {
  const message = `Somebody else has written to ${stream} in the journal. This bridge has to stop.`;
  return new TillwireError("OWNED_ELSEWHERE", { message, effect: "possible" });
}
