import { toHex, fromHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  deriveTdesInitialKey,
  deriveTdesTransactionKey,
  exportKey,
  loadTdesKeyRegister,
  nextTdesKeySerialNumber,
  parseTdesKeySerialNumber,
  tdesKey,
  withTdesCounter,
  type TdesKeySerialNumber,
} from "../src/index.ts";

const fresh = parseTdesKeySerialNumber(fromHex("FFFF9876543210E00000"));
const initialKey = deriveTdesInitialKey(tdesKey("base-derivation", fromHex("0123456789ABCDEFFEDCBA9876543210")), fresh);

function setBits(counter: number): number {
  return counter.toString(2).replaceAll("0", "").length;
}

/** Any counter that a transaction can have. */
const counters = fc
  .uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 10 })
  .map((bits) => bits.reduce((counter, bit) => counter + 2 ** bit, 0));

function hostKey(keySerialNumber: TdesKeySerialNumber): string {
  return toHex(exportKey(deriveTdesTransactionKey(initialKey, keySerialNumber)));
}

test("a new device and its host agree on the keys of the first five thousand transactions", () => {
  const register = loadTdesKeyRegister(initialKey, fresh);
  const seen = new Set<string>();
  for (let index = 0; index < 5000; index += 1) {
    const { keySerialNumber, transactionKey } = register.next();
    const key = toHex(exportKey(transactionKey));
    if (index % 50 === 0) expect(key).toBe(hostKey(keySerialNumber));
    expect(register.keySerialNumber).toBe(keySerialNumber);
    seen.add(key);
  }
  expect(seen.size).toBe(5000);
});

test("a device goes on wherever it stopped, and agrees with its host", () => {
  fc.assert(
    fc.property(counters, (counter) => {
      const register = loadTdesKeyRegister(initialKey, withTdesCounter(fresh, counter));
      for (let step = 0; step < 3; step += 1) {
        if (nextTdesKeySerialNumber(register.keySerialNumber) === undefined) return;
        const { keySerialNumber, transactionKey } = register.next();
        expect(toHex(exportKey(transactionKey))).toBe(hostKey(keySerialNumber));
      }
    }),
    { numRuns: 60 },
  );
});

test("counters only go up, never have more than ten bits set, and none in between is left out", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 21 - 1 }), (counter) => {
      const next = nextTdesKeySerialNumber(withTdesCounter(fresh, counter))?.counter ?? 2 ** 21;
      expect(next).toBeGreaterThan(counter);
      if (next < 2 ** 21) expect(setBits(next)).toBeLessThanOrEqual(10);
      for (let skipped = counter + 1; skipped < Math.min(next, counter + 100); skipped += 1) {
        expect(setBits(skipped)).toBeGreaterThan(10);
      }
    }),
  );
});

test("the last transaction is the last: the device then asks for a new key", () => {
  const register = loadTdesKeyRegister(initialKey, withTdesCounter(fresh, 0x1ff400));
  expect(register.next().keySerialNumber.counter).toBe(0x1ff800);
  const refusal: unknown = expect.objectContaining({ code: "DEVICE_REFUSED", effect: "none" });
  expect(() => register.next()).toThrow(refusal);
  expect(() => register.next()).toThrow(refusal);
  expect(register.keySerialNumber.counter).toBe(0x1ff800);
});

test("a counter that no device uses has no key: zero, and more than ten bits", () => {
  for (const counter of [0, 0x7ff, 0x1fffff]) {
    expect(() => hostKey(withTdesCounter(fresh, counter))).toThrow(expect.objectContaining({ code: "FRAME_INVALID" }));
  }
  expect(() => loadTdesKeyRegister(initialKey, withTdesCounter(fresh, 0x7ff))).toThrow("more than 10 bits");
  for (const counter of [-1, 2 ** 21, 0.5, Number.NaN]) {
    expect(() => withTdesCounter(fresh, counter)).toThrow(expect.objectContaining({ code: "REQUEST_INVALID" }));
  }
});

test("a key serial number keeps its device over any counter; leading FF may be missing", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), counters, (bytes, counter) => {
      const moved = withTdesCounter(parseTdesKeySerialNumber(bytes), counter);
      expect(parseTdesKeySerialNumber(moved.bytes)).toEqual(moved);
      expect(toHex(withTdesCounter(moved, 0).bytes)).toBe(
        toHex(withTdesCounter(parseTdesKeySerialNumber(bytes), 0).bytes),
      );
    }),
  );
  expect(parseTdesKeySerialNumber(fresh.bytes.slice(2))).toEqual(fresh);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 20 }).filter(({ length }) => length < 8 || length > 10),
      (bytes) => {
        expect(() => parseTdesKeySerialNumber(bytes)).toThrow(expect.objectContaining({ code: "FRAME_INVALID" }));
      },
    ),
  );
});

test("a base key that is not of double length derives nothing", () => {
  for (const length of [8, 24]) {
    const baseKey = tdesKey("base-derivation", new Uint8Array(length));
    expect(() => deriveTdesInitialKey(baseKey, fresh)).toThrow(expect.objectContaining({ code: "REQUEST_INVALID" }));
  }
});
