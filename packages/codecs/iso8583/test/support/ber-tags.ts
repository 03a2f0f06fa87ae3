/** Tags of chip data, read just well enough for the vectors: the real codec for them is another package. */
import { toHex } from "@tillwire/bytes";

export function berTags(value: unknown): Record<string, string> {
  if (!(value instanceof Uint8Array)) throw new Error("chip data are bytes");
  const tags: Record<string, string> = {};
  let position = 0;
  const next = (count: number): Uint8Array => value.subarray(position, (position += count));
  while (position < value.length) {
    const start = position;
    if (((next(1)[0] ?? 0) & 0x1f) === 0x1f) while (((next(1)[0] ?? 0) & 0x80) !== 0);
    const tag = toHex(value.subarray(start, position));
    tags[tag] = toHex(next(next(1)[0] ?? 0));
  }
  return tags;
}
