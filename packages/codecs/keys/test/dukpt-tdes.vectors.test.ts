import { fromHex, toHex } from "@tillwire/bytes";
import { expect } from "vitest";
import {
  cmac,
  decryptData,
  decryptPin,
  deriveTdesInitialKey,
  deriveTdesTransactionKey,
  encodePinBlock,
  encryptData,
  encryptPin,
  exportKey,
  macAlgorithm3,
  nextTdesKeySerialNumber,
  padWithZeros,
  parseTdesKeySerialNumber,
  tdesDataKey,
  tdesKey,
  tdesMacKey,
  tdesPinKey,
  tdesPinVariantData,
  tdesTransactionCount,
  transactionCount,
  type Direction,
  type TdesDataSettings,
} from "../src/index.ts";
import { runVectors, type Vector } from "./vectors.ts";

function keysOf(vector: Vector) {
  const keySerialNumber = parseTdesKeySerialNumber(vector.hex("ksn"));
  const initialKey = deriveTdesInitialKey(tdesKey("base-derivation", vector.hex("bdk")), keySerialNumber);
  return { initialKey, transactionKey: deriveTdesTransactionKey(initialKey, keySerialNumber) };
}

function allOf(vector: Vector): void {
  const { initialKey, transactionKey } = keysOf(vector);
  vector.expectHex("ipek", exportKey(initialKey));
  vector.expectHex("txnKey", exportKey(transactionKey));
  const pinKey = tdesPinKey(transactionKey);
  const clearPin = { format: 0, pin: vector.text("pin"), pan: vector.text("pan") } as const;
  if (vector.expects("clearPinBlock")) vector.expectHex("clearPinBlock", encodePinBlock(clearPin));
  const pinBlock = encryptPin(pinKey, clearPin);
  vector.expectHex("encryptedPinBlock", pinBlock);
  expect(decryptPin(pinKey, pinBlock, clearPin)).toBe(clearPin.pin);
  const data = vector.hex("data");
  for (const [name, direction] of [
    ["Request", "request"],
    ["Response", "response"],
  ] as const) {
    const macKey = tdesMacKey(transactionKey, direction);
    const mac = macAlgorithm3(macKey, data, { padding: 1 });
    if (vector.expects(`mac${name}`)) vector.expectHex(`mac${name}`, mac.slice(0, 4));
    if (vector.expects(`mac${name}Full`)) vector.expectHex(`mac${name}Full`, mac);
    if (vector.expects(`cmac${name}`)) vector.expectHex(`cmac${name}`, cmac(macKey, data));
    if (vector.expects(`encrypted${name}`)) {
      vector.expectHex(`encrypted${name}`, encryptData(tdesDataKey(transactionKey, direction), padWithZeros(data, 8)));
    }
  }
}

function decrypts(settings?: TdesDataSettings) {
  return (vector: Vector): void => {
    const key = tdesDataKey(keysOf(vector).transactionKey, "request", settings);
    if (vector.expects("key")) vector.expectHex("key", exportKey(key));
    const plaintext = decryptData(key, vector.hex("ciphertext"));
    vector.expectHex("plaintext", plaintext);
    if (vector.expects("plaintextAscii")) {
      vector.expectEqual("plaintextAscii", Buffer.from(plaintext).toString("latin1").replace(/\0+$/, ""));
    }
  };
}

runVectors("dukpt-tdes", {
  "annex-a4-initial-sequence": allOf,
  "annex-a4-rollover-sequence": allOf,
  "oracle-full": allOf,
  ipek: (vector) => {
    const keySerialNumber = parseTdesKeySerialNumber(vector.hex("ksn"));
    const baseKey = tdesKey("base-derivation", vector.hex("bdk"));
    vector.expectHex("ipek", exportKey(deriveTdesInitialKey(baseKey, keySerialNumber)));
  },
  "pin-decrypt": (vector) => {
    const pinKey = tdesPinKey(keysOf(vector).transactionKey);
    const layout = { format: 0, pan: vector.text("pan") } as const;
    vector.expectEqual("pin", decryptPin(pinKey, vector.hex("encryptedPinBlock"), layout));
  },
  "pin-key": (vector) => vector.expectHex("pinKey", exportKey(tdesPinKey(keysOf(vector).transactionKey))),
  "variant-keys": (vector) => {
    const { initialKey, transactionKey } = keysOf(vector);
    const mac = (direction: Direction) => exportKey(tdesMacKey(transactionKey, direction));
    vector.expectHex("ipek", exportKey(initialKey));
    vector.expectHex("txnKey", exportKey(transactionKey));
    vector.expectHex("pinKey", exportKey(tdesPinKey(transactionKey)));
    vector.expectHex("macRequestKey", mac("request"));
    vector.expectHex("macResponseKey", mac("response"));
    const plainVariant: TdesDataSettings = { variant: "data", oneWayStep: false, mode: "cbc" };
    vector.expectHex("dataRequestVariantKey", exportKey(tdesDataKey(transactionKey, "request", plainVariant)));
  },
  "mac-cmac-request": (vector) => {
    const key = tdesMacKey(keysOf(vector).transactionKey, "request");
    vector.expectHex("cmacRequest", cmac(key, vector.hex("data")));
  },
  "track-decrypt-pin-variant": decrypts(tdesPinVariantData),
  "track-decrypt-data-key": decrypts(),
  "tlv-decrypt-data-key": decrypts(),
  "ksn-advance": (vector) => {
    const next = nextTdesKeySerialNumber(parseTdesKeySerialNumber(vector.hex("ksn")));
    vector.expectHex("next", next?.bytes ?? fromHex(""));
  },
  "ksn-advance-rejected": (vector) => {
    const next = nextTdesKeySerialNumber(parseTdesKeySerialNumber(vector.hex("ksn")));
    vector.expectEqual("ok", next !== undefined);
    if (vector.expects("next")) vector.expectHex("next", next?.bytes ?? fromHex(""));
  },
  "ksn-exhaustion": (vector) => {
    const rules = { bits: vector.number("counterBits"), maxSetBits: vector.number("maxSetBits") };
    vector.expectEqual("totalTransactions", transactionCount(rules));
    expect(tdesTransactionCount).toBe(transactionCount(rules));
    expect(toHex(parseTdesKeySerialNumber(vector.hex("iksn")).bytes)).toBe(vector.text("iksn"));
  },
});
