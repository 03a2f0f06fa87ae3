/**
 * TDES DUKPT on the device's side: the future key register. It holds no initial key and no key of a past transaction,
 * so whoever opens a device learns nothing about what it has sent. A transaction costs one step on the average. Source:
 * X9.24-1:2009, A.3.
 */
import { encodeError } from "@tillwire/bytes";
import { keyExhausted } from "../errors.ts";
import { countBits } from "../cipher/bits.ts";
import { doubleLengthBytes, tdesKey, type TdesKey } from "../key.ts";
import { isUsableCounter, lowestBit } from "./counter.ts";
import { nextTdesKeySerialNumber, tdesCounterRules, type TdesKeySerialNumber } from "./tdes-key-serial-number.ts";
import { stepRegister, stepTdesKey } from "./tdes-step.ts";

/** One transaction's key with the number that tells the host which. */
export interface TdesTransaction {
  readonly keySerialNumber: TdesKeySerialNumber;
  readonly transactionKey: TdesKey<"transaction">;
}

/** A device's keys. */
export interface TdesKeyRegister {
  /** The number of the last transaction, which a device keeps over a restart. */
  readonly keySerialNumber: TdesKeySerialNumber;
  /** The key of the next transaction. @throws TillwireError `DEVICE_REFUSED` when the initial key is used up. */
  next(): TdesTransaction;
}

const highestBit = 0x100000;

/**
 * Loads an initial key. `lastUsed` is the number of the last transaction; with counter 0 the device is new.
 * @throws TillwireError `REQUEST_INVALID` when the counter is not one that a device reaches.
 */
export function loadTdesKeyRegister(initialKey: TdesKey<"initial">, lastUsed: TdesKeySerialNumber): TdesKeyRegister {
  if (lastUsed.counter !== 0 && !isUsableCounter(lastUsed.counter, tdesCounterRules)) {
    throw encodeError("No device reaches a transaction counter with more than 10 bits set.");
  }
  const scratch = stepRegister(lastUsed.bytes);
  const futureKeys = new Map<number, Uint8Array>();
  let last = lastUsed;

  let current = doubleLengthBytes(initialKey);
  let reached = 0;
  for (let bit = highestBit; bit > 0; bit >>= 1) {
    const isUsed = (last.counter & bit) !== 0;
    if (!isUsed && countBits(reached) === tdesCounterRules.maxSetBits) continue;
    const key = stepTdesKey(current, scratch, reached | bit);
    if (isUsed) {
      current = key;
      reached |= bit;
    } else {
      futureKeys.set(bit, key);
    }
  }

  return {
    get keySerialNumber() {
      return last;
    },
    next() {
      const keySerialNumber = nextTdesKeySerialNumber(last);
      const key = keySerialNumber && futureKeys.get(lowestBit(keySerialNumber.counter));
      if (!key) throw keyExhausted("The initial key is used up. Load a new one into the device.");
      const { counter } = keySerialNumber;
      const ownBit = lowestBit(counter);
      futureKeys.delete(ownBit);
      if (countBits(counter) < tdesCounterRules.maxSetBits) {
        for (let bit = ownBit >> 1; bit > 0; bit >>= 1) futureKeys.set(bit, stepTdesKey(key, scratch, counter | bit));
      }
      last = keySerialNumber;
      return { keySerialNumber, transactionKey: tdesKey("transaction", key) };
    },
  };
}
