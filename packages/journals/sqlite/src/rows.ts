/** Rows as they come out of the database: parsed, and entries verified against the one before them. */
import type { JournalEntry, JsonValue } from "@tillwire/plugin-api";
import { hashOf, sameHash } from "./chain.ts";
import type { ChainedEntry } from "./chain.ts";
import { entryCorrupt } from "./problems.ts";

/** What SQLite gives. The tables are strict, but a damaged file keeps to nothing. */
type Row = Readonly<Record<string, unknown>>;

/** The end of a stream, as last written. */
export interface StreamHead {
  readonly generation: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** What should be found. */
interface Expected {
  readonly stream: string;
  readonly index: number;
  readonly previous: Uint8Array;
}

/** A verified entry, and its hash for the one after it. */
interface VerifiedEntry {
  readonly entry: JournalEntry;
  readonly hash: Uint8Array;
  readonly sizeBytes: number;
}

/** Undefined when the row is not what it should be. */
export function parseHead({ generation, last_index: index, last_hash: hash }: Row): StreamHead | undefined {
  if (typeof generation !== "number" || typeof index !== "number" || !(hash instanceof Uint8Array)) return undefined;
  return { generation, index, hash };
}

/** Undefined when there is no row, or no hash in it. */
export function parseHash(row: Row | undefined): Uint8Array | undefined {
  return row?.["hash"] instanceof Uint8Array ? row["hash"] : undefined;
}

/** Throws `JOURNAL_CORRUPT` when the row is not the entry that was written at this place. */
export function verifiedEntry(row: Row, { stream, index, previous }: Expected): VerifiedEntry {
  const found = parseEntry(row);
  const hash = parseHash(row);
  if (found?.stream !== stream || found.index !== index || hash === undefined) throw entryCorrupt(stream, index);
  if (!sameHash(hash, hashOf(previous, found))) throw entryCorrupt(stream, index);
  const { generation, type, at, data } = found;
  // It is, to the byte, the text that was made of JSON when it was written.
  const entry = { stream, index, generation, type, at, data: JSON.parse(data) as JsonValue };
  return { entry, hash, sizeBytes: data.length };
}

function parseEntry({ stream, index, generation, type, at, data }: Row): ChainedEntry | undefined {
  if (typeof stream !== "string" || typeof type !== "string" || typeof data !== "string") return undefined;
  if (typeof index !== "number" || typeof generation !== "number" || typeof at !== "number") return undefined;
  return { stream, index, generation, type, at, data };
}
