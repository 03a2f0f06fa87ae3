/**
 * AES DUKPT on the host's side: from the base derivation key to the keys of one transaction. Source: X9.24-3:2017,
 * 6.1 to 6.3.
 */
import { decodeError, encodeError } from "@tillwire/bytes";
import { aesBlocks } from "../cipher/aes.ts";
import { aesKey, Key, keyBytes, keyCipher, type AesKey, type WorkingPurpose } from "../key.ts";
import { derivationData, keyTypeFacts, type AesDukptKeyType } from "./aes-derivation-data.ts";
import { aesCounterRules, withAesCounter, type AesKeySerialNumber } from "./aes-key-serial-number.ts";
import { isUsableCounter } from "./counter.ts";

/** One transaction's key with its number, which every key made from it depends on. */
export interface AesTransaction {
  readonly keySerialNumber: AesKeySerialNumber;
  readonly transactionKey: AesKey<"transaction">;
}

/** The initial key of the device that the key serial number names; its counter does not matter. As long as the base key. */
export function deriveAesInitialKey(
  baseKey: AesKey<"base-derivation">,
  keySerialNumber: AesKeySerialNumber,
): AesKey<"initial"> {
  const context = keySerialNumber.bytes.subarray(0, 8);
  const data = derivationData({ usage: "initial", keyType: aesKeyType(baseKey.bitLength), context });
  return aesKey(
    "initial",
    keyCipher(baseKey)
      .encrypt(data)
      .subarray(0, baseKey.bitLength / 8),
  );
}

/**
 * The key of one transaction: one step for each set bit of the counter, from the highest down.
 * @throws TillwireError `FRAME_INVALID` when no device can have used this counter: zero, or more than 16 bits set.
 */
export function deriveAesTransaction(
  initialKey: AesKey<"initial">,
  keySerialNumber: AesKeySerialNumber,
): AesTransaction {
  if (!isUsableCounter(keySerialNumber.counter, aesCounterRules)) {
    throw decodeError("The transaction counter of the key serial number is zero or has more than 16 bits set.");
  }
  return climbAesCounter(initialKey, keySerialNumber);
}

/** The derivation without the rule about counters, for the update key and for this package's tests. */
export function climbAesCounter(initialKey: AesKey<"initial">, keySerialNumber: AesKeySerialNumber): AesTransaction {
  let key = keyBytes(initialKey);
  let reached = 0;
  for (let bit = 2 ** 31; bit > 0; bit = Math.floor(bit / 2)) {
    if ((keySerialNumber.counter & bit) === 0) continue;
    reached = (reached | bit) >>> 0;
    key = stepAesKey(key, keySerialNumber, reached);
  }
  return { keySerialNumber, transactionKey: aesKey("transaction", key) };
}

/** The key of `counter` from the key of the same counter without its lowest bit. */
export function stepAesKey(key: Uint8Array, keySerialNumber: AesKeySerialNumber, counter: number): Uint8Array {
  const keyType = aesKeyType(key.length * 8);
  const context = transactionContext(withAesCounter(keySerialNumber, counter));
  return aesBlocks(key, derivationData({ usage: "transaction", keyType, context })).subarray(0, key.length);
}

/** The right half of the initial key's name, and the counter. */
function transactionContext({ bytes }: AesKeySerialNumber): Uint8Array {
  return bytes.subarray(4);
}

function aesKeyType(bits: number): AesDukptKeyType {
  if (bits === 128) return "aes-128";
  return bits === 192 ? "aes-192" : "aes-256";
}

/** The algorithm of a key type: what stands before the hyphen. */
export type AlgorithmOf<KeyType extends AesDukptKeyType> =
  KeyType extends `${infer Algorithm extends "tdes" | "aes" | "hmac"}-${string}` ? Algorithm : never;

/**
 * A key for one use in one transaction.
 * @throws TillwireError `REQUEST_INVALID` when it would be stronger than the key that it comes from (X9.24-3:2017,
 * annex B): its strength would be pretended.
 */
export function aesWorkingKey<const Purpose extends WorkingPurpose, const KeyType extends AesDukptKeyType>(
  transaction: AesTransaction,
  purpose: Purpose,
  keyType: KeyType,
): Key<AlgorithmOf<KeyType>, Purpose> {
  const { bits, strengthBits } = keyTypeFacts[keyType];
  const { transactionKey, keySerialNumber } = transaction;
  if (strengthBits > transactionKey.bitLength) {
    throw encodeError(
      `A key of type ${keyType} would be stronger than the ${transactionKey.bitLength} bits it comes from.`,
    );
  }
  const data = derivationData({ usage: purpose, keyType, context: transactionContext(keySerialNumber) });
  // The type says what stands before the hyphen, which split cannot.
  const algorithm = keyType.split("-")[0] as AlgorithmOf<KeyType>;
  return new Key(
    algorithm,
    purpose,
    keyCipher(transactionKey)
      .encrypt(data)
      .subarray(0, bits / 8),
  );
}

/**
 * The key under which a new initial key is sent to a device. It comes from a counter that no transaction uses, with all
 * 32 bits set. Source: X9.24-3:2017, 6.
 */
export function aesUpdateKey<const KeyType extends AesDukptKeyType>(
  initialKey: AesKey<"initial">,
  keySerialNumber: AesKeySerialNumber,
  keyType: KeyType,
): Key<AlgorithmOf<KeyType>, "key-encryption"> {
  const transaction = climbAesCounter(initialKey, withAesCounter(keySerialNumber, 0xffffffff));
  return aesWorkingKey(transaction, "key-encryption", keyType);
}
