/** Key serial numbers of TDES DUKPT: 59 bits name the initial key, 21 count. Source: X9.24-1:2009, annex A. */
import { decodeError, encodeError } from "@tillwire/bytes";
import { nextCounter, transactionCount, type CounterRules } from "./counter.ts";

/** A key serial number of 10 bytes, read. Kept as it is: reading checks the length, using it checks the counter. */
export interface TdesKeySerialNumber {
  /** All 10 bytes, the counter included. */
  readonly bytes: Uint8Array;
  /** The transaction counter, 0 to 2097151. */
  readonly counter: number;
}

/** 21 bits, of which at most 10 are set. */
export const tdesCounterRules: CounterRules = { bits: 21, maxSetBits: 10 };
/** How many transactions an initial key is good for: 1048575. */
export const tdesTransactionCount = transactionCount(tdesCounterRules);

const serialNumberBytes = 10;
/** Some devices leave leading FF bytes out; fewer than 8 bytes would not hold a key set, a device and a counter. */
const minSerialNumberBytes = 8;

/**
 * Reads a key serial number of 10 bytes, or of 8 or 9 without the leading FF.
 * @throws TillwireError `FRAME_INVALID` for another length.
 */
export function parseTdesKeySerialNumber(bytes: Uint8Array): TdesKeySerialNumber {
  const { length } = bytes;
  if (length < minSerialNumberBytes || length > serialNumberBytes) {
    throw decodeError(`A TDES key serial number has 10 bytes, or 8 or 9 without leading FF, not ${length}.`);
  }
  const all = new Uint8Array(serialNumberBytes).fill(0xff);
  all.set(bytes, serialNumberBytes - length);
  return { bytes: all, counter: (((all[7] ?? 0) & 0x1f) << 16) | ((all[8] ?? 0) << 8) | (all[9] ?? 0) };
}

/** The same initial key at another counter. @throws TillwireError `REQUEST_INVALID` when it is not one of 21 bits. */
export function withTdesCounter(keySerialNumber: TdesKeySerialNumber, counter: number): TdesKeySerialNumber {
  if (!Number.isInteger(counter) || counter < 0 || counter >= 2 ** tdesCounterRules.bits) {
    throw encodeError(`${counter} is not a transaction counter of 21 bits.`);
  }
  const bytes = Uint8Array.from(keySerialNumber.bytes);
  bytes[7] = ((bytes[7] ?? 0) & 0xe0) | (counter >> 16);
  bytes[8] = (counter >> 8) & 0xff;
  bytes[9] = counter & 0xff;
  return { bytes, counter };
}

/**
 * The key serial number of the next transaction: counters with more than 10 bits set are passed over. `undefined` when
 * the initial key is used up.
 */
export function nextTdesKeySerialNumber(keySerialNumber: TdesKeySerialNumber): TdesKeySerialNumber | undefined {
  const counter = nextCounter(keySerialNumber.counter, tdesCounterRules);
  return counter === undefined ? undefined : withTdesCounter(keySerialNumber, counter);
}
