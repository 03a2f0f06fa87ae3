import { concatBytes, fromHex } from "@tillwire/bytes";
import { expect } from "vitest";
import {
  aesKey,
  aesTransactionCount,
  aesUpdateKey,
  aesWorkingKey,
  cmac,
  decryptPin,
  derivationData,
  deriveAesInitialKey,
  deriveAesTransaction,
  encipherFormat4,
  encryptData,
  encryptPin,
  exportKey,
  format4PanField,
  hmac,
  padWithZeros,
  parseAesKeySerialNumber,
  transactionCount,
  withAesCounter,
  type AesDukptKeyType,
  type AesTransaction,
  type DerivationInput,
  type WorkingPurpose,
} from "../src/index.ts";
import { climbAesCounter } from "../src/dukpt/aes-derivation.ts";
import { runVectors, type Vector } from "./vectors.ts";

/** The X9 supplement derives a key for it, but it has 17 bits set: no transaction can have it. */
const unusableCounter = 131071;

const keyTypes: Record<string, AesDukptKeyType> = {
  TDES2: "tdes-2",
  TDES3: "tdes-3",
  AES128: "aes-128",
  AES192: "aes-192",
  AES256: "aes-256",
  HMAC128: "hmac-128",
  HMAC192: "hmac-192",
  HMAC256: "hmac-256",
};

const purposes: Record<string, WorkingPurpose> = {
  pin: "pin",
  mac_generate: "mac-request",
  mac_verify: "mac-response",
  mac_both: "mac",
  data_encrypt: "data-request",
  data_decrypt: "data-response",
  data_both: "data",
  key_encryption: "key-encryption",
};

function named<Value>(table: Record<string, Value>, name: string): Value {
  const value = table[name];
  if (value === undefined) throw new Error(`${name} is not in the table.`);
  return value;
}

const keyTypeOf = (vector: Vector) => named(keyTypes, vector.text("workingKeyType"));

function serialNumberOf(vector: Vector) {
  const fresh = parseAesKeySerialNumber(concatBytes(vector.hex("ikid"), new Uint8Array(4)));
  return vector.has("counter") ? withAesCounter(fresh, vector.number("counter")) : fresh;
}

const initialKeyOf = (vector: Vector) =>
  deriveAesInitialKey(aesKey("base-derivation", vector.hex("bdk")), serialNumberOf(vector));

const transactionOf = (vector: Vector): AesTransaction =>
  deriveAesTransaction(initialKeyOf(vector), serialNumberOf(vector));

const directions = [
  ["Request", "request"],
  ["Response", "response"],
] as const;

function aesDataKey(vector: Vector, purpose: "data-request" | "data-response") {
  const keyType = keyTypeOf(vector);
  if (!keyType.startsWith("aes") && !keyType.startsWith("tdes")) throw new Error("Data is not encrypted with HMAC.");
  return aesWorkingKey(transactionOf(vector), purpose, keyType as "aes-128" | "tdes-2");
}

runVectors("dukpt-aes", {
  "initial-key": (vector) => vector.expectHex("initialKey", exportKey(initialKeyOf(vector))),
  "derivation-key": (vector) => {
    const climbed = climbAesCounter(initialKeyOf(vector), serialNumberOf(vector));
    vector.expectHex("derivationKey", exportKey(climbed.transactionKey));
    if (vector.number("counter") === unusableCounter) expect(() => transactionOf(vector)).toThrow("more than 16 bits");
    else expect(exportKey(transactionOf(vector).transactionKey)).toEqual(exportKey(climbed.transactionKey));
  },
  "derivation-data": (vector) => {
    const usage = vector.text("usage");
    const serialNumber = serialNumberOf(vector);
    const context = vector.has("counter") ? serialNumber.bytes.slice(4) : serialNumber.bytes.slice(0, 8);
    const input: DerivationInput = {
      usage: usage === "initial" ? "initial" : named(purposes, usage),
      keyType: keyTypeOf(vector),
      context,
    };
    vector.expectHex("derivationData", derivationData(input));
    expect(vector.number("blockCounter")).toBe(1);
  },
  "working-key": (vector) => {
    const purpose = named(purposes, vector.text("usage"));
    vector.expectHex("workingKey", exportKey(aesWorkingKey(transactionOf(vector), purpose, keyTypeOf(vector))));
  },
  "update-key": (vector) => {
    const initialKey = aesKey("initial", vector.hex("initialKey"));
    vector.expectHex("updateKey", exportKey(aesUpdateKey(initialKey, serialNumberOf(vector), keyTypeOf(vector))));
    const climbed = climbAesCounter(initialKey, withAesCounter(serialNumberOf(vector), 0xffffffff));
    vector.expectHex("derivationKey", exportKey(climbed.transactionKey));
  },
  "strength-rule": (vector) => {
    const initialKey = aesKey("initial", new Uint8Array(vector.number("initialKeyBits") / 8));
    const transaction = deriveAesTransaction(initialKey, parseAesKeySerialNumber(fromHex("123456789012345600000001")));
    let allowed = true;
    try {
      aesWorkingKey(transaction, "mac", keyTypeOf(vector));
    } catch (error) {
      expect(error).toMatchObject({ code: "REQUEST_INVALID", effect: "none" });
      allowed = false;
    }
    vector.expectEqual("allowed", allowed);
  },
  "data-encrypt-ecb": (vector) => {
    expect(vector.text("usage")).toBe("data_encrypt");
    const ciphertext = encryptData(aesDataKey(vector, "data-request"), vector.hex("data"), { mode: "ecb" });
    vector.expectHex("ciphertext", ciphertext);
  },
  "mac-and-data": (vector) => {
    const transaction = transactionOf(vector);
    const data = vector.hex("data");
    vector.expectHex("derivationKey", exportKey(transaction.transactionKey));
    for (const [name, direction] of directions) {
      vector.expectHex(`cmac${name}`, cmac(aesWorkingKey(transaction, `mac-${direction}`, "aes-128"), data));
      const hmacKey = aesWorkingKey(transaction, `mac-${direction}`, "hmac-128");
      vector.expectHex(`hmac${name}`, hmac(hmacKey, data, { hash: "sha256" }));
      const dataKey = aesWorkingKey(transaction, `data-${direction}`, "aes-128");
      vector.expectHex(`encrypted${name}`, encryptData(dataKey, padWithZeros(data, 16)));
    }
  },
  "oracle-full": (vector) => {
    vector.expectHex("initialKey", exportKey(initialKeyOf(vector)));
    vector.expectHex("derivationKey", exportKey(transactionOf(vector).transactionKey));
    for (const [name, direction] of directions) {
      const ciphertext = encryptData(aesDataKey(vector, `data-${direction}`), vector.hex("data"));
      vector.expectHex(`encrypted${name}`, ciphertext);
    }
    const updateKey = aesUpdateKey(initialKeyOf(vector), serialNumberOf(vector), keyTypeOf(vector));
    vector.expectHex("updateKey", exportKey(updateKey));
  },
  "pin-block-format4": (vector) => {
    const key = aesWorkingKey(transactionOf(vector), "pin", keyTypeOf(vector) as "aes-128");
    const pan = vector.text("pan");
    expect(format4PanField(pan)).toEqual(vector.hex("panField"));
    const random = () => vector.hex("pinField").slice(8);
    const block = encryptPin(key, { format: 4, pin: vector.text("pin"), pan, random });
    vector.expectHex("encryptedPinBlock", block);
    expect(decryptPin(key, block, { format: 4, pan })).toBe(vector.text("pin"));
  },
  "pin-block-format4-aes256": (vector) => {
    const key = aesKey("pin", vector.hex("pinKey"));
    const pan = `${vector.text("pan").slice(0, 12)}0`;
    const panField = format4PanField(pan, "account-digits");
    expect(panField).toEqual(vector.hex("panField"));
    vector.expectHex("encryptedPinBlock", encipherFormat4(key, vector.hex("pinField"), panField));
    const once = encryptData(aesKey("data", vector.hex("pinKey")), vector.hex("pinField"), { mode: "ecb" });
    vector.expectHex("intermediateA", once);
  },
  "pin-decrypt-format4": (vector) => {
    const key = aesWorkingKey(transactionOf(vector), "pin", keyTypeOf(vector) as "aes-128");
    const layout = { format: 4, pan: vector.text("pan") } as const;
    vector.expectEqual("pin", decryptPin(key, vector.hex("encryptedPinBlock"), layout));
  },
  "ksn-exhaustion": (vector) => {
    const rules = { bits: vector.number("counterBits"), maxSetBits: vector.number("maxSetBits") };
    vector.expectEqual("totalTransactions", transactionCount(rules));
    expect(aesTransactionCount).toBe(transactionCount(rules));
  },
});
