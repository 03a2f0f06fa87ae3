/** TDES DUKPT on the device's side. Source: X9.24-1:2009, A.1 and A.2. */
import { doubleLengthBytes, tdesKey, type TdesKey } from "../key.ts";
import { fillRegister } from "./register.ts";
import { tdesCounterRules, withTdesCounter, type TdesKeySerialNumber } from "./tdes-key-serial-number.ts";
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

/**
 * Loads an initial key. `lastUsed` is the number of the last transaction; with counter 0 the device is new.
 * @throws TillwireError `REQUEST_INVALID` when the counter is not one that a device reaches.
 */
export function loadTdesKeyRegister(initialKey: TdesKey<"initial">, lastUsed: TdesKeySerialNumber): TdesKeyRegister {
  const scratch = stepRegister(lastUsed.bytes);
  const take = fillRegister({
    rules: tdesCounterRules,
    initialKey: doubleLengthBytes(initialKey),
    lastUsed: lastUsed.counter,
    step: (key, counter) => stepTdesKey(key, scratch, counter),
  });
  let last = lastUsed;
  return {
    get keySerialNumber() {
      return last;
    },
    next() {
      const { counter, key } = take();
      last = withTdesCounter(last, counter);
      return { keySerialNumber: last, transactionKey: tdesKey("transaction", key) };
    },
  };
}
