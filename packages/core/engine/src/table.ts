/**
 * A persistent map from text: setting a value gives a new table and leaves the old one as it was, so that a state is a
 * value and yesterday's snapshot stays true. A change copies one bucket of many, not the whole.
 */

const bucketCount = 1024; // 100,000 payments are about 100 a bucket: a copy of a few microseconds

/** A map that never changes. */
export interface Table<Value> {
  readonly size: number;
  readonly buckets: readonly (ReadonlyMap<string, Value> | undefined)[];
}

/** The table that holds nothing. */
export function emptyTable<Value>(): Table<Value> {
  return { size: 0, buckets: [] };
}

/** The value under a name. */
export function lookUp<Value>(table: Table<Value>, name: string): Value | undefined {
  return table.buckets[bucketOf(name)]?.get(name);
}

/** The table with one value more, or another value. */
export function withEntry<Value>(table: Table<Value>, name: string, value: Value): Table<Value> {
  const at = bucketOf(name);
  const bucket = new Map(table.buckets[at]);
  const size = table.size + (bucket.has(name) ? 0 : 1);
  bucket.set(name, value);
  const buckets = table.buckets.slice();
  for (let index = buckets.length; index <= at; index += 1) buckets.push(undefined);
  buckets[at] = bucket;
  return { size, buckets };
}

/** The table without a name. */
export function withoutEntry<Value>(table: Table<Value>, name: string): Table<Value> {
  const at = bucketOf(name);
  if (!table.buckets[at]?.has(name)) return table;
  const bucket = new Map(table.buckets[at]);
  bucket.delete(name);
  return { size: table.size - 1, buckets: table.buckets.with(at, bucket) };
}

/** All values, in no stated order. */
export function* valuesOf<Value>(table: Table<Value>): Generator<Value> {
  for (const bucket of table.buckets) if (bucket) yield* bucket.values();
}

/** FNV-1a, 32 bits: any spread will do, it only chooses a bucket. */
function bucketOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % bucketCount;
}
