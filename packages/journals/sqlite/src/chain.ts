/**
 * The chain: every entry carries a SHA-256 over the hash before it and its own content, so an entry that was changed,
 * lost or put elsewhere does not verify, nor does anything after it.
 */
import { createHash } from "node:crypto";
import type { EncodedRecord } from "./encoded.ts";

/** What is hashed: everything that an entry says. `data` is the text that was written. */
export interface ChainedEntry extends EncodedRecord {
  readonly stream: string;
  readonly index: number;
  readonly generation: number;
}

/** The hash before the first entry of a stream. */
export const firstHash = new Uint8Array(32);

/** The hash of an entry. The length in bytes stands before each part, so that no two entries read the same. */
export function hashOf(previous: Uint8Array, { stream, index, generation, type, at, data }: ChainedEntry): Uint8Array {
  const parts = [stream, String(index), String(generation), type, String(at), data];
  const content = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join("");
  return new Uint8Array(createHash("sha256").update(previous).update(content).digest());
}

/** Equal in all bytes. */
export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
