/** Key serial numbers of AES DUKPT: 8 bytes name the initial key, 4 count. Source: X9.24-3:2017, 6. */
import { decodeError, encodeError } from "@tillwire/bytes";
import { nextCounter, transactionCount, type CounterRules } from "./counter.ts";

/** A key serial number of 12 bytes, read. Reading checks the length, using it checks the counter. */
export interface AesKeySerialNumber {
  /** All 12 bytes, the counter included. The first 4 name the base key, the next 4 the device. */
  readonly bytes: Uint8Array;
  /** The transaction counter, 0 to 4294967295. */
  readonly counter: number;
}

/** 32 bits, of which at most 16 are set. */
export const aesCounterRules: CounterRules = { bits: 32, maxSetBits: 16 };
/** How many transactions an initial key is good for: 2448023842. */
export const aesTransactionCount = transactionCount(aesCounterRules);

const serialNumberBytes = 12;

/** Reads a key serial number. @throws TillwireError `FRAME_INVALID` unless it has 12 bytes. */
export function parseAesKeySerialNumber(bytes: Uint8Array): AesKeySerialNumber {
  if (bytes.length !== serialNumberBytes) {
    throw decodeError(`An AES key serial number has ${serialNumberBytes} bytes, not ${bytes.length}.`);
  }
  const copy = Uint8Array.from(bytes);
  return { bytes: copy, counter: new DataView(copy.buffer).getUint32(8) };
}

/** The same initial key at another counter. @throws TillwireError `REQUEST_INVALID` when it is not one of 32 bits. */
export function withAesCounter(keySerialNumber: AesKeySerialNumber, counter: number): AesKeySerialNumber {
  if (!Number.isInteger(counter) || counter < 0 || counter >= 2 ** aesCounterRules.bits) {
    throw encodeError(`${counter} is not a transaction counter of 32 bits.`);
  }
  const bytes = Uint8Array.from(keySerialNumber.bytes);
  new DataView(bytes.buffer).setUint32(8, counter);
  return { bytes, counter };
}

/**
 * The key serial number of the next transaction: counters with more than 16 bits set are passed over. `undefined` when
 * the initial key is used up.
 */
export function nextAesKeySerialNumber(keySerialNumber: AesKeySerialNumber): AesKeySerialNumber | undefined {
  const counter = nextCounter(keySerialNumber.counter, aesCounterRules);
  return counter === undefined ? undefined : withAesCounter(keySerialNumber, counter);
}
