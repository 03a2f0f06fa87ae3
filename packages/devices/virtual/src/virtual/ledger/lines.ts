/** A ledger as text: one JSON object a line. A last line without its line feed was never acknowledged to anybody. */
import { TillwireError } from "@tillwire/plugin-api";
import { ledgerEntrySchema } from "./entry.ts";
import type { LedgerEntry } from "./entry.ts";

const LINE_FEED = 0x0a;

/** The entries as bytes, each with its line feed. */
export function encodeLines(entries: readonly LedgerEntry[]): Uint8Array {
  return new TextEncoder().encode(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
}

/** What stands in a file: whole entries, and where they end. What follows is a torn tail. */
export interface LedgerLines {
  readonly entries: readonly LedgerEntry[];
  readonly lengthBytes: number;
}

/** Reads whole lines. Throws `STORAGE_UNUSABLE` for one that is no entry: only the tail may be torn. `file`: for that. */
export function decodeLines(bytes: Uint8Array, file: string): LedgerLines {
  const lengthBytes = bytes.lastIndexOf(LINE_FEED) + 1;
  const lines = new TextDecoder().decode(bytes.subarray(0, lengthBytes)).split("\n").slice(0, -1);
  return { entries: lines.map((line, index) => parseLine(line, index, file)), lengthBytes };
}

function parseLine(line: string, index: number, file: string): LedgerEntry {
  const parsed = ledgerEntrySchema.safeParse(parseJson(line));
  if (parsed.success) return parsed.data;
  throw new TillwireError("STORAGE_UNUSABLE", {
    message: `Line ${index + 1} of ${file} is no entry of a virtual terminal's ledger. Name another file, or repair this one.`,
    effect: "none",
    cause: parsed.error,
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // no entry either
  }
}
