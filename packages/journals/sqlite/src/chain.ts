/**
 * The chain: every entry carries a SHA-256 over the hash before it and its own content, so an entry that was changed,
 * lost or put elsewhere does not verify, nor does anything after it.
 */
import { createHash } from "node:crypto";

/** An entry as it stands in the file. `data` is the text that was written; it is hashed as it is. */
export interface StoredEntry {
  readonly stream: string;
  readonly index: number;
  readonly generation: number;
  readonly type: string;
  readonly at: number;
  readonly data: string;
}

/** The hash before the first entry of a stream. */
export const firstHash = new Uint8Array(32);

/** The hash of an entry. Lengths stand before the texts, so that no two entries read the same. */
export function hashOf(previous: Uint8Array, { stream, index, generation, type, at, data }: StoredEntry): Uint8Array {
  const head = [stream, String(index), String(generation), type, String(at), data];
  const content = head.map((part) => `${Buffer.byteLength(part)}:${part}`).join("");
  return new Uint8Array(createHash("sha256").update(previous).update(content).digest());
}

/** Equal in all bytes. */
export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
