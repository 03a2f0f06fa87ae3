/** The SQL of the journal, prepared once. */
import type { DatabaseSync, StatementSync } from "node:sqlite";

/** By what they do. */
export type Statements = Readonly<
  Record<"head" | "setHead" | "insert" | "entriesAfter" | "hashAt" | "streams" | "sizeBytes", StatementSync>
>;

/** Every stream with an entry, by skipping from name to name; and those that should have one. */
const streams = `
  WITH RECURSIVE found (name) AS (
    SELECT min(stream) FROM entry
    UNION ALL
    SELECT (SELECT min(stream) FROM entry WHERE stream > found.name) FROM found WHERE found.name IS NOT NULL
  )
  SELECT name FROM found WHERE name IS NOT NULL
  UNION
  SELECT name FROM stream WHERE last_index > 0
  ORDER BY name
`;

/** Prepares them. Throws when the tables are not there. */
export function prepareStatements(database: DatabaseSync): Statements {
  return {
    head: database.prepare("SELECT generation, last_index, last_hash FROM stream WHERE name = ?"),
    setHead: database.prepare(
      "INSERT OR REPLACE INTO stream (name, generation, last_index, last_hash) VALUES (?, ?, ?, ?)",
    ),
    insert: database.prepare(
      'INSERT INTO entry (stream, "index", generation, type, at, data, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    entriesAfter: database.prepare('SELECT * FROM entry WHERE stream = ? AND "index" > ? ORDER BY "index"'),
    hashAt: database.prepare('SELECT hash FROM entry WHERE stream = ? AND "index" = ?'),
    streams: database.prepare(streams),
    sizeBytes: database.prepare("SELECT page_count * page_size AS value FROM pragma_page_count, pragma_page_size"),
  };
}
