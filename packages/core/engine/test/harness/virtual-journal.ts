/**
 * A journal in memory that forgets what was not made durable. Every record stands in it as text, so each goes through
 * its encoding and back.
 */
import { isDeepStrictEqual } from "node:util";
import type { JournalRecord, LaneId } from "@tillwire/plugin-api";
import { decodeRecord, encodeRecord } from "../../src/index.ts";
import type { LaneRecord } from "../../src/index.ts";

/** A record with the moment from which it survives. */
export interface DurableRecord extends LaneRecord {
  readonly stamp: number;
}

/** A journal whose batches become durable one after the other. */
export interface VirtualJournal {
  /** Adds a batch that a crash would still lose. */
  append(records: readonly LaneRecord[]): void;
  /** Makes the oldest batch durable. */
  sync(stamp: number): void;
  /** The crash: what is not durable is gone. */
  lose(): void;
  /** What survives, a lane after the other, as a host reads it on start. */
  read(): readonly LaneRecord[];
  /** What survives, in the order in which it became durable. */
  readonly durable: readonly DurableRecord[];
}

/** Makes an empty journal. */
export function createVirtualJournal(): VirtualJournal {
  const texts: { readonly lane: LaneId; readonly text: string }[] = [];
  const durable: DurableRecord[] = [];
  let waiting: (readonly LaneRecord[])[] = [];
  return {
    durable,
    append(records) {
      waiting.push(records);
    },
    sync(stamp) {
      for (const entry of waiting.shift() ?? []) {
        const text = JSON.stringify(encodeRecord(entry.record, entry.atMs));
        const decoded = decode(text, entry.lane);
        if (!isDeepStrictEqual(decoded, entry)) throw new Error(`A ${entry.record.type} record comes back changed.`);
        texts.push({ lane: entry.lane, text });
        durable.push({ ...decoded, stamp });
      }
    },
    lose() {
      waiting = [];
    },
    read() {
      const lanes = [...new Set(texts.map(({ lane }) => lane))];
      return lanes.flatMap((name) => texts.filter(({ lane }) => lane === name).map(({ text }) => decode(text, name)));
    },
  };
}

function decode(text: string, lane: LaneId): LaneRecord {
  const stored = JSON.parse(text) as JournalRecord;
  return { lane, atMs: stored.at, record: decodeRecord(stored) };
}
