/**
 * TDES DUKPT on the host's side: from the base derivation key to the key of one transaction. Source: X9.24-1:2009, A.2
 * and A.6.
 */
import { concatBytes, decodeError } from "@tillwire/bytes";
import { xorBytes } from "../cipher/bits.ts";
import type { BlockCipher } from "../cipher/block-cipher.ts";
import { tripleDes } from "../cipher/triple-des.ts";
import { doubleLengthBytes, keyCipher, tdesKey, type TdesKey } from "../key.ts";
import { isUsableCounter } from "./counter.ts";
import { tdesCounterRules, type TdesKeySerialNumber } from "./tdes-key-serial-number.ts";
import { leftHalfMask, stepRegister, stepTdesKey } from "./tdes-step.ts";

/** The base key under the mask that makes the right half, set up once. */
const maskedCipherOf = new WeakMap<TdesKey<"base-derivation">, BlockCipher>();

/**
 * The initial key (IPEK) of the device that the key serial number names; its counter does not matter.
 * @throws TillwireError `REQUEST_INVALID` when the base key is not one of 16 bytes.
 */
export function deriveTdesInitialKey(
  baseKey: TdesKey<"base-derivation">,
  keySerialNumber: TdesKeySerialNumber,
): TdesKey<"initial"> {
  const block = keySerialNumber.bytes.slice(0, 8);
  block[7] = (block[7] ?? 0) & 0xe0;
  const right = maskedCipher(baseKey).encrypt(block);
  return tdesKey("initial", concatBytes(keyCipher(baseKey).encrypt(block), right));
}

function maskedCipher(baseKey: TdesKey<"base-derivation">): BlockCipher {
  const known = maskedCipherOf.get(baseKey);
  if (known) return known;
  const made = tripleDes(xorBytes(doubleLengthBytes(baseKey), leftHalfMask));
  maskedCipherOf.set(baseKey, made);
  return made;
}

/**
 * The key of one transaction: one step for each set bit of the counter, from the highest down.
 * @throws TillwireError `FRAME_INVALID` when no device can have used this counter: zero, or more than 10 bits set.
 */
export function deriveTdesTransactionKey(
  initialKey: TdesKey<"initial">,
  keySerialNumber: TdesKeySerialNumber,
): TdesKey<"transaction"> {
  const { counter } = keySerialNumber;
  if (!isUsableCounter(counter, tdesCounterRules)) {
    throw decodeError("The transaction counter of the key serial number is zero or has more than 10 bits set.");
  }
  const register = stepRegister(keySerialNumber.bytes);
  let key = doubleLengthBytes(initialKey);
  let reached = 0;
  for (let bit = 0x100000; bit > 0; bit >>= 1) {
    if ((counter & bit) === 0) continue;
    reached |= bit;
    key = stepTdesKey(key, register, reached);
  }
  return tdesKey("transaction", key);
}
