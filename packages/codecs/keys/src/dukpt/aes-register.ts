/** AES DUKPT on the device's side. Source: X9.24-3:2017, 6. */
import { aesKey, keyBytes, type AesKey } from "../key.ts";
import { stepAesKey, type AesTransaction } from "./aes-derivation.ts";
import { aesCounterRules, withAesCounter, type AesKeySerialNumber } from "./aes-key-serial-number.ts";
import { fillRegister } from "./register.ts";

/** A device's keys. */
export interface AesKeyRegister {
  /** The number of the last transaction, which a device keeps over a restart. */
  readonly keySerialNumber: AesKeySerialNumber;
  /** The key of the next transaction. @throws TillwireError `DEVICE_REFUSED` when the initial key is used up. */
  next(): AesTransaction;
}

/**
 * Loads an initial key. `lastUsed` is the number of the last transaction; with counter 0 the device is new.
 * @throws TillwireError `REQUEST_INVALID` when the counter is not one that a device reaches.
 */
export function loadAesKeyRegister(initialKey: AesKey<"initial">, lastUsed: AesKeySerialNumber): AesKeyRegister {
  const take = fillRegister({
    rules: aesCounterRules,
    initialKey: keyBytes(initialKey),
    lastUsed: lastUsed.counter,
    step: (key, counter) => stepAesKey(key, lastUsed, counter),
  });
  let last = lastUsed;
  return {
    get keySerialNumber() {
      return last;
    },
    next() {
      const { counter, key } = take();
      last = withAesCounter(last, counter);
      return { keySerialNumber: last, transactionKey: aesKey("transaction", key) };
    },
  };
}
