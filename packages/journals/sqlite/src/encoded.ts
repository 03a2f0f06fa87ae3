/** Records as text, and the refusal of what would not come back as it is. */
import type { JournalBatch, JsonValue } from "@tillwire/plugin-api";
import { journalLimits } from "./limits.ts";
import { recordUnfit } from "./problems.ts";

/** A record with its data as JSON text: what is hashed and stored. */
export interface EncodedRecord {
  readonly type: string;
  readonly at: number;
  readonly data: string;
}

/** A batch whose records are text. */
export interface EncodedBatch {
  readonly stream: string;
  readonly generation: number;
  readonly afterIndex: number;
  readonly records: readonly EncodedRecord[];
}

/** Throws `INTERNAL` at what is not a name, not a time or not JSON. */
export function encodeBatch({ stream, generation, afterIndex, records }: JournalBatch): EncodedBatch {
  checkName(stream);
  return { stream, generation, afterIndex, records: records.map(encodeRecord) };
}

/** A name has 1 to 200 characters, no control characters and no half of a surrogate pair, which SQLite would not keep. */
export function checkName(name: string): void {
  const fits = name.length > 0 && name.length <= journalLimits.nameLength;
  if (!fits || !name.isWellFormed() || /\p{Cc}/u.test(name)) throw recordUnfit("a name is empty, too long or no text");
}

/** About how much memory and disk a batch takes. */
export function sizeOf({ records }: EncodedBatch): number {
  return records.reduce((sum, { data }) => sum + data.length + recordOverhead, 0);
}

/** Stream, index, generation, type, time and hash of an entry, roughly. */
const recordOverhead = 120;

function encodeRecord({ type, at, data }: JournalBatch["records"][number]): EncodedRecord {
  checkName(type);
  if (!Number.isFinite(at)) throw recordUnfit("its time is no number");
  return { type, at, data: jsonText(data) };
}

/** JSON.stringify quietly leaves out or changes what JSON does not have. Here that is refused. */
function jsonText(data: JsonValue): string {
  return JSON.stringify(data, (_name, value: unknown) => {
    if (isJson(value)) return value;
    throw recordUnfit("its data is not JSON");
  });
}

function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || ["string", "boolean", "object"].includes(typeof value);
}
