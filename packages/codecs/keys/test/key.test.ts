import { inspect } from "node:util";
import { fromHex } from "@tillwire/bytes";
import { expect, test } from "vitest";
import {
  aesKey,
  cmac,
  decryptData,
  deriveAesInitialKey,
  deriveCardKey,
  deriveTdesInitialKey,
  deriveTdesTransactionKey,
  encryptData,
  encryptPin,
  exportKey,
  hmacKey,
  macAlgorithm3,
  parseAesKeySerialNumber,
  parseTdesKeySerialNumber,
  tdesDataKey,
  tdesKey,
  tdesPinKey,
} from "../src/index.ts";

const bytes = fromHex("0123456789ABCDEFFEDCBA9876543210");
const refusal: unknown = expect.objectContaining({ code: "REQUEST_INVALID", effect: "none" });

test("a key in a log or in JSON shows what it is for, and none of its bytes", () => {
  const key = tdesKey("pin", bytes);
  encryptPin(key, { format: 0, pin: "1234", pan: "4012345678909" });
  const shown = [inspect(key, { depth: 9, showHidden: true }), JSON.stringify({ key })].join("\n");
  expect(JSON.stringify(key)).toBe('{"algorithm":"tdes","purpose":"pin"}');
  expect(shown).not.toMatch(/0123|\b1, 35\b|89ab/i);
  expect(structuredClone(key)).toEqual({ algorithm: "tdes", purpose: "pin" });
});

test("a key does not change when the bytes that it was made of do, nor those that it gave away", () => {
  const given = Uint8Array.from(bytes);
  const key = tdesKey("data", given);
  given.fill(0);
  exportKey(key).fill(0);
  expect(exportKey(key)).toEqual(bytes);
  expect(key.bitLength).toBe(128);
});

test("a key of a length that its algorithm has not is refused, without its bytes", () => {
  for (const length of [0, 7, 15, 17, 32]) expect(() => tdesKey("pin", new Uint8Array(length))).toThrow(refusal);
  for (const length of [0, 8, 15, 17, 33]) expect(() => aesKey("pin", new Uint8Array(length))).toThrow(refusal);
  for (const length of [0, 15, 129]) expect(() => hmacKey("mac", new Uint8Array(length))).toThrow(refusal);
  expect(() => aesKey("pin", bytes.slice(1))).toThrow("A key for pin (aes) has 16, 24 or 32 bytes, not 15.");
});

test("the types keep every key to its purpose", () => {
  const serialNumber = parseTdesKeySerialNumber(fromHex("FFFF9876543210E00008"));
  const baseKey = tdesKey("base-derivation", bytes);
  const initialKey = deriveTdesInitialKey(baseKey, serialNumber);
  const transactionKey = deriveTdesTransactionKey(initialKey, serialNumber);
  const pinKey = tdesPinKey(transactionKey);
  const dataKey = tdesDataKey(transactionKey, "request");
  const card = { pan: "5413339000006165", panSequenceNumber: "00" };
  const refused = [
    // @ts-expect-error -- a PIN key encrypts no data
    () => encryptData(pinKey, bytes),
    // @ts-expect-error -- and decrypts none
    () => decryptData(pinKey, bytes),
    // @ts-expect-error -- a data key encrypts no PIN
    () => encryptPin(dataKey, { format: 0, pin: "1234", pan: card.pan }),
    // @ts-expect-error -- a base key makes no MAC
    () => macAlgorithm3(baseKey, bytes, { padding: 1 }),
    // @ts-expect-error -- a base key is no initial key
    () => deriveTdesTransactionKey(baseKey, serialNumber),
    // @ts-expect-error -- nor is an initial key a transaction's
    () => tdesPinKey(initialKey),
    // @ts-expect-error -- triple DES is not AES
    () => deriveAesInitialKey(baseKey, parseAesKeySerialNumber(new Uint8Array(12))),
    // @ts-expect-error -- format 4 is for AES
    () => encryptPin(pinKey, { format: 4, pin: "1234", pan: card.pan, random: (length) => new Uint8Array(length) }),
    // @ts-expect-error -- format 2 never travels
    () => encryptPin(pinKey, { format: 2, pin: "1234" }),
    // @ts-expect-error -- HMAC is no block cipher
    () => cmac(hmacKey("mac", bytes), bytes),
    // @ts-expect-error -- a card's key is not the issuer's
    () => deriveCardKey(tdesKey("card-cryptogram", bytes), card, "A"),
    // @ts-expect-error -- bytes are no key
    () => encryptData(bytes, bytes),
  ];
  expect(refused).toHaveLength(12);
  const cardKey: { readonly purpose: "card-integrity" } = deriveCardKey(tdesKey("issuer-integrity", bytes), card, "A");
  expect(cardKey.purpose).toBe("card-integrity");
});
