/**
 * A ledger as text: a line is eight hexadecimal digits of CRC-32, a space, and one JSON object. A last line without its
 * line feed was never acknowledged to anybody.
 */
import { crc32 } from "node:zlib";
import { TillwireError } from "@tillwire/plugin-api";
import { ledgerEntrySchema, type LedgerEntry } from "./entry.ts";

const lineFeed = 0x0a;

/** The entry as bytes, with its line feed. */
export function encodeLine(entry: LedgerEntry): Uint8Array {
  const json = JSON.stringify(entry);
  return new TextEncoder().encode(`${checksum(json)} ${json}\n`);
}

/** What stands in a file: whole entries, and where they end. What follows is a torn tail. */
export interface LedgerLines {
  readonly entries: readonly LedgerEntry[];
  readonly lengthBytes: number;
}

/** Reads whole lines. Throws `STORAGE_UNUSABLE` for one that is no entry or has another checksum: only the tail may be torn. */
export function decodeLines(bytes: Uint8Array): LedgerLines {
  const lengthBytes = bytes.lastIndexOf(lineFeed) + 1;
  const lines = new TextDecoder().decode(bytes.subarray(0, lengthBytes)).split("\n").slice(0, -1);
  return { entries: lines.map(decodeLine), lengthBytes };
}

function decodeLine(line: string, index: number): LedgerEntry {
  const json = line.slice(9);
  const parsed = line.startsWith(`${checksum(json)} `) ? ledgerEntrySchema.safeParse(parseJson(json)) : undefined;
  if (parsed?.success) return parsed.data;
  throw new TillwireError("STORAGE_UNUSABLE", {
    message: `Line ${index + 1} of the ledger is damaged, or none of this host's. Name another file, or repair this one.`,
    effect: "none",
    cause: parsed?.error,
  });
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, "0");
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // no entry either
  }
}
