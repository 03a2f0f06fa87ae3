/** Ciphers and MACs against node:crypto, used in another way: whole ciphers with padding, streams of pieces, its own HMAC. */
import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import { concatBytes, fromHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  aesKey,
  cmac,
  decryptData,
  encryptData,
  equalMacs,
  equalDigits,
  hasOddParity,
  hmac,
  hmacKey,
  keyCheckValue,
  macAlgorithm1,
  macAlgorithm3,
  setOddParity,
  tdesKey,
} from "../src/index.ts";

const refusal: unknown = expect.objectContaining({ code: "REQUEST_INVALID", effect: "none" });
const malformed: unknown = expect.objectContaining({ code: "FRAME_INVALID", effect: "possible" });

const ofLength = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/** A triple DES key as three keys of 8 bytes, for the cipher that takes three. */
function threeKeys(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 8) return concatBytes(bytes, bytes, bytes);
  return bytes.length === 16 ? concatBytes(bytes, bytes.subarray(0, 8)) : bytes;
}

test("triple DES is what node makes with three keys, in CBC with any vector and block by block", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(8, 16, 24).chain(ofLength),
      fc.nat({ max: 6 }).chain((blocks) => ofLength(blocks * 8)),
      ofLength(8),
      (bytes, data, initialVector) => {
        const key = tdesKey("data", bytes);
        const cbc = createCipheriv("des-ede3-cbc", threeKeys(bytes), initialVector).setAutoPadding(false);
        const expected = Uint8Array.from(Buffer.concat([cbc.update(data), cbc.final()]));
        expect(encryptData(key, data, { mode: "cbc", initialVector })).toEqual(expected);
        expect(decryptData(key, expected, { mode: "cbc", initialVector })).toEqual(data);
        const ecb = createCipheriv("des-ede3", threeKeys(bytes), null).setAutoPadding(false);
        const blocks = Uint8Array.from(Buffer.concat([ecb.update(data), ecb.final()]));
        expect(encryptData(key, data, { mode: "ecb" })).toEqual(blocks);
        expect(decryptData(key, blocks, { mode: "ecb" })).toEqual(data);
      },
    ),
  );
});

test("AES is what node makes, in CBC with any vector and block by block", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(16, 24, 32).chain(ofLength),
      fc.nat({ max: 5 }).chain((blocks) => ofLength(blocks * 16)),
      ofLength(16),
      (bytes, data, initialVector) => {
        const key = aesKey("data", bytes);
        const bits = bytes.length * 8;
        const ciphertext = encryptData(key, data, { mode: "cbc", initialVector });
        const cbc = createDecipheriv(`aes-${bits}-cbc`, bytes, initialVector).setAutoPadding(false);
        expect(Uint8Array.from(Buffer.concat([cbc.update(ciphertext), cbc.final()]))).toEqual(data);
        expect(decryptData(key, ciphertext, { mode: "cbc", initialVector })).toEqual(data);
        const ecb = createDecipheriv(`aes-${bits}-ecb`, bytes, null).setAutoPadding(false);
        const blocks = encryptData(key, data, { mode: "ecb" });
        expect(Uint8Array.from(Buffer.concat([ecb.update(blocks), ecb.final()]))).toEqual(data);
      },
    ),
  );
});

test("one key serves many messages, in any order, without one leaking into the next", () => {
  const key = tdesKey("data", fromHex("0123456789ABCDEFFEDCBA9876543210"));
  const once = (data: Uint8Array) => encryptData(tdesKey("data", fromHex("0123456789ABCDEFFEDCBA9876543210")), data);
  fc.assert(
    fc.property(
      fc.array(
        fc.nat({ max: 4 }).chain((blocks) => ofLength(blocks * 8)),
        { maxLength: 6 },
      ),
      (messages) => {
        for (const message of messages) {
          const ciphertext = encryptData(key, message);
          expect(ciphertext).toEqual(once(message));
          expect(decryptData(key, ciphertext)).toEqual(message);
          expect(decryptData(key, encryptData(key, message, { mode: "ecb" }), { mode: "ecb" })).toEqual(message);
        }
      },
    ),
  );
});

test("what is not whole blocks is refused: as a mistake of ours to encrypt, as a malformed message to decrypt", () => {
  for (const key of [tdesKey("data", new Uint8Array(16)), aesKey("data", new Uint8Array(16))]) {
    for (const mode of ["cbc", "ecb"] as const) {
      expect(() => encryptData(key, new Uint8Array(9), { mode })).toThrow(refusal);
      expect(() => decryptData(key, new Uint8Array(9), { mode })).toThrow(malformed);
    }
    const initialVector = new Uint8Array(7);
    expect(() => encryptData(key, new Uint8Array(16), { mode: "cbc", initialVector })).toThrow(refusal);
    expect(() => decryptData(key, new Uint8Array(16), { mode: "cbc", initialVector })).toThrow(refusal);
  }
});

test("results are plain bytes that nobody else holds", () => {
  const key = tdesKey("data", new Uint8Array(16));
  const first = encryptData(key, new Uint8Array(8), { mode: "ecb" });
  const copy = Uint8Array.from(first);
  encryptData(key, new Uint8Array(8).fill(1), { mode: "ecb" });
  expect(first).toEqual(copy);
  expect(Buffer.isBuffer(first)).toBe(false);
});

test("MAC algorithm 1 is the end of CBC, algorithm 3 with equal halves is algorithm 1 with one of them", () => {
  fc.assert(
    fc.property(ofLength(8), fc.uint8Array({ maxLength: 60 }), fc.constantFrom(1, 2, 3), (half, data, padding) => {
      const single = macAlgorithm1(tdesKey("mac", half), data, { padding });
      const both = macAlgorithm3(tdesKey("mac", concatBytes(half, half)), data, { padding });
      expect(both).toEqual(single);
      const outputKey = tdesKey("mac", half);
      expect(macAlgorithm3(tdesKey("mac", half), data, { padding, outputKey })).toEqual(single);
    }),
  );
});

test("HMAC is node's", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 128 }),
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom("sha256", "sha384", "sha512"),
      (bytes, data, hash) => {
        const expected = Uint8Array.from(createHmac(hash, bytes).update(data).digest());
        expect(hmac(hmacKey("mac", bytes), data, { hash })).toEqual(expected);
        expect(hmac(hmacKey("mac", bytes), data, { hash, lengthBytes: 8 })).toEqual(expected.slice(0, 8));
      },
    ),
  );
});

test("a MAC is as long as asked for, and never shorter than four bytes", () => {
  const key = aesKey("mac", new Uint8Array(16));
  expect(cmac(key, new Uint8Array(3), 4)).toHaveLength(4);
  for (const lengthBytes of [0, 3, 17, 4.5, -1]) {
    expect(() => cmac(key, new Uint8Array(3), lengthBytes)).toThrow(refusal);
  }
  expect(() => macAlgorithm3(tdesKey("mac", new Uint8Array(24)), new Uint8Array(3), { padding: 1 })).toThrow(refusal);
});

test("a received MAC is compared as far as it goes, but four bytes at least", () => {
  const computed = fromHex("9CCC78173FC4FB64");
  expect(equalMacs(computed, fromHex("9CCC7817"))).toBe(true);
  expect(equalMacs(computed, computed)).toBe(true);
  for (const received of ["", "9C", "9CCC78", "9CCC7818", "9CCC78173FC4FB65", "9CCC78173FC4FB6400"]) {
    expect(equalMacs(computed, fromHex(received))).toBe(false);
  }
});

test("digits are compared as a whole", () => {
  expect(equalDigits("1234", "1234")).toBe(true);
  for (const other of ["1235", "123", "12345", ""]) expect(equalDigits("1234", other)).toBe(false);
});

test("odd parity changes low bits only, and the cipher does not see it", () => {
  fc.assert(
    fc.property(ofLength(16), (bytes) => {
      const odd = setOddParity(bytes);
      expect(hasOddParity(odd)).toBe(true);
      expect(setOddParity(odd)).toEqual(odd);
      expect(odd.map((byte) => byte & 0xfe)).toEqual(bytes.map((byte) => byte & 0xfe));
      expect(keyCheckValue(tdesKey("pin", odd))).toEqual(keyCheckValue(tdesKey("pin", bytes)));
    }),
  );
  expect(hasOddParity(fromHex("00"))).toBe(false);
});
