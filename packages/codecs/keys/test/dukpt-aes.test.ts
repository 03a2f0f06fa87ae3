import { fromHex, toHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  aesKey,
  aesWorkingKey,
  deriveAesInitialKey,
  deriveAesTransaction,
  exportKey,
  loadAesKeyRegister,
  nextAesKeySerialNumber,
  parseAesKeySerialNumber,
  withAesCounter,
  type AesKeySerialNumber,
} from "../src/index.ts";

const fresh = parseAesKeySerialNumber(fromHex("123456789012345600000000"));
const baseKey = aesKey("base-derivation", fromHex("FEDCBA9876543210F1F1F1F1F1F1F1F1"));
const initialKey = deriveAesInitialKey(baseKey, fresh);

function setBits(counter: number): number {
  return counter.toString(2).replaceAll("0", "").length;
}

/** Any counter that a transaction can have. */
const counters = fc
  .uniqueArray(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 16 })
  .map((bits) => bits.reduce((counter, bit) => counter + 2 ** bit, 0));

function hostKey(keySerialNumber: AesKeySerialNumber): string {
  return toHex(exportKey(deriveAesTransaction(initialKey, keySerialNumber).transactionKey));
}

test("a new device and its host agree on the keys of the first three thousand transactions", () => {
  const register = loadAesKeyRegister(initialKey, fresh);
  const seen = new Set<string>();
  for (let index = 0; index < 3000; index += 1) {
    const { keySerialNumber, transactionKey } = register.next();
    const key = toHex(exportKey(transactionKey));
    if (index % 50 === 0) expect(key).toBe(hostKey(keySerialNumber));
    seen.add(key);
  }
  expect(seen.size).toBe(3000);
});

test("a device goes on wherever it stopped, and agrees with its host", () => {
  fc.assert(
    fc.property(counters, (counter) => {
      const register = loadAesKeyRegister(initialKey, withAesCounter(fresh, counter));
      for (let step = 0; step < 3; step += 1) {
        if (nextAesKeySerialNumber(register.keySerialNumber) === undefined) return;
        const { keySerialNumber, transactionKey } = register.next();
        expect(toHex(exportKey(transactionKey))).toBe(hostKey(keySerialNumber));
      }
    }),
    { numRuns: 60 },
  );
});

test("counters only go up and never have more than sixteen bits set", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (counter) => {
      const next = nextAesKeySerialNumber(withAesCounter(fresh, counter))?.counter ?? 2 ** 32;
      expect(next).toBeGreaterThan(counter);
      if (next < 2 ** 32) expect(setBits(next)).toBeLessThanOrEqual(16);
      for (let skipped = counter + 1; skipped < Math.min(next, counter + 100); skipped += 1) {
        expect(setBits(skipped)).toBeGreaterThan(16);
      }
    }),
  );
});

test("the last transaction is the last: the device then asks for a new key", () => {
  const register = loadAesKeyRegister(initialKey, withAesCounter(fresh, 0xfffe8000));
  expect(register.next().keySerialNumber.counter).toBe(0xffff0000);
  expect(() => register.next()).toThrow(expect.objectContaining({ code: "DEVICE_REFUSED", effect: "none" }));
});

test("a counter that no device uses has no key", () => {
  for (const counter of [0, 0x1ffff, 0xffffffff]) {
    expect(() => hostKey(withAesCounter(fresh, counter))).toThrow(expect.objectContaining({ code: "FRAME_INVALID" }));
  }
  expect(() => loadAesKeyRegister(initialKey, withAesCounter(fresh, 0x1ffff))).toThrow("more than 16 bits");
});

test("a key serial number of another length is refused, and a counter that does not fit", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 30 }).filter(({ length }) => length !== 12),
      (bytes) => {
        expect(() => parseAesKeySerialNumber(bytes)).toThrow(expect.objectContaining({ code: "FRAME_INVALID" }));
      },
    ),
  );
  for (const counter of [-1, 2 ** 32, 0.5]) {
    expect(() => withAesCounter(fresh, counter)).toThrow(expect.objectContaining({ code: "REQUEST_INVALID" }));
  }
});

test("every use and every type of key is a key of its own", () => {
  const strong = deriveAesInitialKey(aesKey("base-derivation", new Uint8Array(32).fill(7)), fresh);
  const transaction = deriveAesTransaction(strong, withAesCounter(fresh, 5));
  const purposes = [
    "pin",
    "mac-request",
    "mac-response",
    "mac",
    "data-request",
    "data-response",
    "data",
    "key-encryption",
  ] as const;
  const types = ["tdes-2", "tdes-3", "aes-128", "aes-192", "aes-256", "hmac-128", "hmac-192", "hmac-256"] as const;
  const keys = purposes.flatMap((purpose) =>
    types.map((type) => {
      const key = aesWorkingKey(transaction, purpose, type);
      expect([key.algorithm, key.purpose]).toEqual([type.split("-")[0], purpose]);
      return toHex(exportKey(key).subarray(0, 16));
    }),
  );
  expect(new Set(keys).size).toBe(purposes.length * types.length);
});
