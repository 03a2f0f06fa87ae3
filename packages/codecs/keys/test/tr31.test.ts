import { fromHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  aesKey,
  exportKey,
  readKeyBlockHeader,
  tdesKey,
  unwrapKey,
  unwrapKeyBlock,
  wrapKeyBlock,
  writeKeyBlockHeader,
  type KeyBlockHeader,
  type KeyBlockProtectionKey,
  type KeyBlockVersion,
} from "../src/index.ts";

const malformed: unknown = expect.objectContaining({ code: "FRAME_INVALID", effect: "possible" });
const refusal: unknown = expect.objectContaining({ code: "REQUEST_INVALID", effect: "none" });
const random = (length: number) => new Uint8Array(length).fill(0x5a);

const protectionKeys: Record<KeyBlockVersion, KeyBlockProtectionKey> = {
  A: tdesKey("key-block-protection", fromHex("89E88CF7931444F334BD7547FC3F380C")),
  B: tdesKey("key-block-protection", fromHex("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCC")),
  C: tdesKey("key-block-protection", fromHex("EFE0853B256B583D868F251CE99EA1D9")),
  D: aesKey("key-block-protection", new Uint8Array(32).fill(0x41)),
  E: aesKey("key-block-protection", new Uint8Array(24).fill(0x42)),
};

const letter = fc.constantFrom(...Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"));
const printable = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  maxLength: 300,
});
const headers: fc.Arbitrary<KeyBlockHeader> = fc.record({
  version: fc.constantFrom("A", "B", "C", "D", "E"),
  keyUsage: fc.tuple(letter, letter).map((letters) => letters.join("")),
  algorithm: fc.constantFrom("T", "A", "H", "R"),
  modeOfUse: letter,
  keyVersion: fc.tuple(letter, letter).map((letters) => letters.join("")),
  exportability: fc.constantFrom("E", "N", "S"),
  reserved: fc.constantFrom("00", "10"),
  optionalBlocks: fc.array(
    fc.record({
      id: fc
        .tuple(letter, letter)
        .map((letters) => letters.join(""))
        .filter((id) => id !== "PB"),
      data: printable,
    }),
    { maxLength: 4 },
  ),
});
const keys = fc.constantFrom(16, 24).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));

test("whatever key block is closed opens again with the same content, and with no other protection key", () => {
  fc.assert(
    fc.property(headers, keys, fc.nat({ max: 40 }), (header, key, hideBelowBytes) => {
      const keyBlock = wrapKeyBlock(protectionKeys[header.version], { header, key }, { random, hideBelowBytes });
      expect(unwrapKeyBlock(protectionKeys[header.version], keyBlock)).toEqual({ header, key });
      expect(readKeyBlockHeader(keyBlock).blockLength).toBe(keyBlock.length);
      const changed = exportKey(protectionKeys[header.version]).map((byte) => byte ^ 0x10);
      const { algorithm } = protectionKeys[header.version];
      const other =
        algorithm === "aes" ? aesKey("key-block-protection", changed) : tdesKey("key-block-protection", changed);
      expect(() => unwrapKeyBlock(other, keyBlock)).toThrow(malformed);
    }),
    { numRuns: 60 },
  );
});

test("a key block with one character changed does not open", () => {
  fc.assert(
    fc.property(headers, keys, fc.nat(), letter, (header, key, place, character) => {
      const keyBlock = wrapKeyBlock(protectionKeys[header.version], { header, key }, { random });
      const index = place % keyBlock.length;
      fc.pre(keyBlock.charAt(index).toUpperCase() !== character);
      const changed = keyBlock.slice(0, index) + character + keyBlock.slice(index + 1);
      expect(() => unwrapKeyBlock(protectionKeys[header.version], changed)).toThrow(malformed);
    }),
  );
});

test("no text makes reading do anything but refuse", () => {
  const texts = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
    fc
      .tuple(
        fc.constantFrom("A0072P0TE00E0100", "D0112P0AE00E0300", "B0000P0TE00N0100KS"),
        fc.string({ maxLength: 90 }),
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(texts, fc.constantFrom("A", "B", "C", "D", "E"), (text, version) => {
      expect(() => unwrapKeyBlock(protectionKeys[version], text)).toThrow(malformed);
      try {
        const { header } = readKeyBlockHeader(text);
        expect(readKeyBlockHeader(writeKeyBlockHeader(header, 0, random)).header).toEqual(header);
      } catch (error) {
        expect(error).toMatchObject({ name: "TillwireError" });
      }
    }),
  );
});

test("the long form of a length counts hexadecimal digits, and a block may not end before it starts", () => {
  const data = "x".repeat(0x100);
  const header = { ...headerOf("D"), optionalBlocks: [{ id: "CT", data }] };
  const text = writeKeyBlockHeader(header, 0, random);
  expect(text.slice(16, 26)).toBe("CT0004010A");
  expect(readKeyBlockHeader(text).header.optionalBlocks).toEqual([{ id: "CT", data }]);
  for (const optional of ["CT00020A", "CT00040009", "CT0000", "CT000501234", "CT00", "CT0004FFFF"]) {
    const given = `D0000P0AE00E0100${optional}${"y".repeat(20)}`;
    if (optional === "CT00020A") expect(readKeyBlockHeader(given).headerLength).toBe(26);
    else expect(() => readKeyBlockHeader(given)).toThrow(malformed);
  }
});

function headerOf(version: KeyBlockVersion): KeyBlockHeader {
  return { version, keyUsage: "P0", algorithm: "T", modeOfUse: "E", keyVersion: "00", exportability: "E" };
}

test("a block that fills up stands last or nowhere", () => {
  expect(() => readKeyBlockHeader("B0000P0TE00N0200PB0600KS1800604B120F9292800000")).toThrow("not the last");
});

test("a header that is none cannot be written, and a protection key of the other cipher cannot be used", () => {
  const key = new Uint8Array(16);
  for (const wrong of [
    { ...headerOf("B"), keyUsage: "P" },
    { ...headerOf("B"), exportability: "e" },
    { ...headerOf("B"), keyVersion: "123" },
    { ...headerOf("B"), optionalBlocks: [{ id: "PB", data: "" }] },
    { ...headerOf("B"), optionalBlocks: [{ id: "K", data: "" }] },
    { ...headerOf("B"), optionalBlocks: [{ id: "KS", data: "\n" }] },
    { ...headerOf("B"), optionalBlocks: [{ id: "KS", data: "x".repeat(9999) }] },
    { ...headerOf("B"), optionalBlocks: [{ id: "KS", data: "x".repeat(70_000) }] },
  ]) {
    expect(() => wrapKeyBlock(protectionKeys.B, { header: wrong, key }, { random })).toThrow(refusal);
  }
  expect(() => wrapKeyBlock(protectionKeys.D, { header: headerOf("B"), key }, { random })).toThrow(refusal);
  expect(() => wrapKeyBlock(protectionKeys.B, { header: headerOf("D"), key }, { random })).toThrow(refusal);
  for (const length of [0, 15, 32, 8192]) {
    const block = { header: headerOf("B"), key: new Uint8Array(length) };
    expect(() => wrapKeyBlock(protectionKeys.B, block, { random })).toThrow(refusal);
  }
});

test("a key comes out for what its header says, and for nothing else", () => {
  const key = fromHex("F039121BEC83D26B169BDCD5B22AAF8F");
  const keyBlock = wrapKeyBlock(protectionKeys.B, { header: headerOf("B"), key }, { random });
  const pinKey = unwrapKey(protectionKeys.B, keyBlock, { algorithm: "tdes", purpose: "pin" });
  expect([pinKey.purpose, pinKey.algorithm]).toEqual(["pin", "tdes"]);
  expect(exportKey(pinKey)).toEqual(key);
  for (const wanted of [
    { algorithm: "tdes", purpose: "data" },
    { algorithm: "aes", purpose: "pin" },
    { algorithm: "tdes", purpose: "transaction" },
  ] as const) {
    expect(() => unwrapKey(protectionKeys.B, keyBlock, wanted)).toThrow(malformed);
  }
});
