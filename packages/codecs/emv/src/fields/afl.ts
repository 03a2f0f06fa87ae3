/** Where the card's records are (tag 94; EMV 4.4 Book 3, section 10.2). */
import { concatBytes, decodeError, encodeError } from "@tillwire/bytes";

/** Records of one file. */
export interface AflEntry {
  /** Short file identifier, 1 to 30. */
  readonly sfi: number;
  readonly firstRecord: number;
  readonly lastRecord: number;
  /** How many of them, from the first, offline data authentication covers. */
  readonly authenticatedRecords: number;
}

const entryBytes = 4;
const maxAflBytes = 252;
const maxSfi = 30;

/**
 * Reads an application file locator.
 * @throws TillwireError `FRAME_INVALID` for what section 10.2 tells a terminal to terminate on: no entry or half of one,
 * a file number of 0 or 31, a first record of 0, a last one before the first, more authenticated records than there are.
 */
export function decodeAfl(value: Uint8Array): AflEntry[] {
  if (value.length === 0 || value.length % entryBytes !== 0 || value.length > maxAflBytes) {
    throw decodeError(
      `An application file locator has whole entries of 4 bytes, 252 at most; there are ${value.length}.`,
    );
  }
  return Array.from({ length: value.length / entryBytes }, (_, index) => {
    const [file = 0, firstRecord = 0, lastRecord = 0, authenticatedRecords = 0] = value.subarray(index * entryBytes);
    const entry = { sfi: file >> 3, firstRecord, lastRecord, authenticatedRecords };
    const fault = (file & 0x07) === 0 ? faultOf(entry) : "the low bits of its first byte are set";
    if (fault !== undefined) throw decodeError(`Application file locator, entry ${index + 1}: ${fault}.`);
    return entry;
  });
}

/** Writes an application file locator. @throws TillwireError `REQUEST_INVALID` for what {@link decodeAfl} refuses. */
export function encodeAfl(entries: readonly AflEntry[]): Uint8Array {
  for (const [index, entry] of entries.entries()) {
    const fault = Object.values(entry).every((part) => Number.isInteger(part) && part >= 0 && part <= 0xff)
      ? faultOf(entry)
      : "not all of it fits in bytes";
    if (fault !== undefined) throw encodeError(`Application file locator, entry ${index + 1}: ${fault}.`);
  }
  return concatBytes(
    ...entries.map(({ sfi, firstRecord, lastRecord, authenticatedRecords }) =>
      Uint8Array.of(sfi << 3, firstRecord, lastRecord, authenticatedRecords),
    ),
  );
}

function faultOf({ sfi, firstRecord, lastRecord, authenticatedRecords }: AflEntry): string | undefined {
  if (sfi === 0 || sfi > maxSfi) return `file ${sfi} is not one of 1 to ${maxSfi}`;
  if (firstRecord === 0) return "records are counted from 1";
  if (lastRecord < firstRecord) return "the last record comes before the first";
  if (authenticatedRecords > lastRecord - firstRecord + 1) return "more records are authenticated than there are";
  return undefined;
}
