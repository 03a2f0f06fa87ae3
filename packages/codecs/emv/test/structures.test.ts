/** Data elements with parts: verification rules, record locators, cryptogram information, issuer application data. */
import { fromHex, toHex } from "@tillwire/bytes";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cryptogramTypes,
  cvmConditions,
  cvmMethods,
  cvmOutcomes,
  decodeAfl,
  decodeCardVerificationResults,
  decodeCryptogramInformation,
  decodeCvmList,
  decodeCvmResults,
  decodeIssuerApplicationData,
  decodeTerminalType,
  describeValue,
  encodeAfl,
  encodeCvmList,
  encodeCvmResults,
} from "../src/index.ts";
import { anyBytes, survives } from "./support/bytes.ts";

describe("cardholder verification", () => {
  test("the list of a test card", () => {
    const value = fromHex("000003E8000007D002011E034306");
    const list = decodeCvmList(value);
    expect(list).toMatchObject({
      amountX: 1_000,
      amountY: 2_000,
      rules: [
        { method: "enciphered-pin-online", condition: "unattended-cash", continueIfUnsuccessful: false },
        { method: "signature", condition: "supported", continueIfUnsuccessful: false },
        { method: "plaintext-pin-offline-and-signature", condition: "under-x", continueIfUnsuccessful: true },
      ],
    });
    expect(encodeCvmList(list)).toEqual(value);
    expect(describeValue("8E", value)[0]).toBe("X is 1000, Y is 2000 in minor units of the application currency");
  });

  test("results by name", () => {
    const value = encodeCvmResults({
      methodCode: cvmMethods.code("enciphered-pin-online"),
      conditionCode: cvmConditions.code("supported"),
      continueIfUnsuccessful: true,
      outcomeCode: cvmOutcomes.code("unknown"),
    });
    expect(toHex(value)).toBe("420300");
    expect(decodeCvmResults(value)).toMatchObject({ method: "enciphered-pin-online", outcome: "unknown" });
    expect(decodeCvmResults(fromHex("3F0000"))).toMatchObject({ method: "not-performed", outcome: "unknown" });
    expect(decodeCvmResults(fromHex("2A8005"))).toMatchObject({ method: "rfu", condition: "rfu", outcome: "rfu" });
  });

  test("any bytes are rules or refused", () => {
    fc.assert(
      fc.property(anyBytes, (value) => {
        // The high bit of a rule is reserved and not kept.
        const kept = value.map((byte, index) => (index >= 8 && index % 2 === 0 ? byte & 0x7f : byte));
        survives(() => expect(encodeCvmList(decodeCvmList(value))).toEqual(kept));
        survives(() => decodeCvmResults(value));
      }),
    );
    expect(() => decodeCvmList(new Uint8Array(8))).toThrow("10 to 252 bytes; there are 8.");
    expect(() => decodeCvmList(new Uint8Array(11))).toThrow("there are 11");
    expect(() => decodeCvmResults(new Uint8Array(2))).toThrow("CVM results have 3 bytes, there are 2.");
  });
});

describe("record locators", () => {
  const entry = fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 255 }), fc.nat(255), fc.nat())
    .map(([sfi, firstRecord, more, authenticated]) => {
      const lastRecord = Math.min(255, firstRecord + more);
      return {
        sfi,
        firstRecord,
        lastRecord,
        authenticatedRecords: authenticated % Math.min(256, lastRecord - firstRecord + 2),
      };
    });

  test("entries come back", () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 63 }), (entries) => {
        expect(decodeAfl(encodeAfl(entries))).toEqual(entries);
      }),
    );
  });

  test("any bytes are entries or refused", () => {
    fc.assert(fc.property(anyBytes, (value) => survives(() => expect(encodeAfl(decodeAfl(value))).toEqual(value))));
  });

  test.each([
    ["", "whole entries of 4 bytes, 252 at most; there are 0."],
    ["0801", "there are 2."],
    ["00010100", "entry 1: file 0 is not one of 1 to 30."],
    ["F8010100", "entry 1: file 31 is not one of 1 to 30."],
    ["09010100", "entry 1: the low bits of its first byte are set."],
    ["0801010008000100", "entry 2: records are counted from 1."],
    ["08020100", "entry 1: the last record comes before the first."],
    ["08010203", "entry 1: more records are authenticated than there are."],
  ])("%s is refused", (hex, message) => {
    expect(() => decodeAfl(fromHex(hex))).toThrow(message);
  });

  test("what cannot be read cannot be written", () => {
    const good = { sfi: 1, firstRecord: 1, lastRecord: 2, authenticatedRecords: 0 };
    expect(() => encodeAfl([{ ...good, lastRecord: 300 }])).toThrow("not all of it fits in bytes");
    expect(() => encodeAfl([good, { ...good, sfi: 31 }])).toThrow("entry 2: file 31");
  });
});

test("cryptogram information and terminal type", () => {
  expect(decodeCryptogramInformation(fromHex("80"))).toEqual({
    cryptogram: "arqc",
    adviceRequired: false,
    reason: "none",
  });
  expect(decodeCryptogramInformation(fromHex("4B"))).toEqual({
    cryptogram: "tc",
    adviceRequired: true,
    reason: "issuer-authentication-failed",
  });
  expect(decodeCryptogramInformation(fromHex("C7"))).toEqual({
    cryptogram: "rfu",
    adviceRequired: false,
    reason: "rfu",
  });
  expect(cryptogramTypes.code("aac")).toBe(0);
  expect(() => decodeCryptogramInformation(fromHex("8000"))).toThrow("has 1 byte, there are 2");
  expect(decodeTerminalType(fromHex("22"))).toEqual({
    operator: "merchant",
    environment: "attended-offline-with-online",
    attended: true,
  });
  expect(decodeTerminalType(fromHex("34"))).toMatchObject({ operator: "cardholder", attended: false });
  expect(() => decodeTerminalType(new Uint8Array())).toThrow("there are 0");
});

describe("issuer application data", () => {
  const visa = fromHex("06011203A0A012");
  const mchip = fromHex("0114A0000322080000000000000000000000".slice(0, 36));

  test("Visa: the version decides the format", () => {
    expect(decodeIssuerApplicationData(visa)).toMatchObject({
      layout: "visa",
      iadFormat: 1,
      derivationKeyIndex: 1,
      cryptogramVersion: 0x12,
    });
    expect(decodeCardVerificationResults(decodeIssuerApplicationData(visa))).toMatchObject({
      firstGenerateAc: "arqc",
      secondGenerateAc: "not-requested",
      scriptCount: 1,
      bits: [{ name: "lastOnlineNotCompleted" }, { name: "velocityExceeded" }, { name: "ddaPerformed" }],
    });
    const later = fromHex(`1F220110A400020F${"00".repeat(24)}`);
    expect(decodeIssuerApplicationData(later)).toMatchObject({
      iadFormat: 2,
      derivationKeyIndex: 1,
      cryptogramVersion: 0x22,
    });
    expect(decodeCardVerificationResults(decodeIssuerApplicationData(later))?.bits).toMatchObject([
      { name: "consumerDeviceCvmPerformed" },
      { name: "ddaPerformed" },
    ]);
  });

  test("Mastercard: session key and counters by the version", () => {
    expect(decodeIssuerApplicationData(mchip)).toMatchObject({
      layout: "mchip",
      product: "M/Chip 4",
      derivationKeyIndex: 1,
      cryptogramVersion: 0x14,
    });
    const results = decodeCardVerificationResults(decodeIssuerApplicationData(mchip));
    expect(results).toMatchObject({ firstGenerateAc: "arqc", pinTryCounter: 3, scriptCount: 0 });
    expect(results?.bits.map(({ name }) => name)).toEqual(["offlinePinNotPerformed", "domestic", "goOnlineNext"]);
    expect(describeValue("9F10", mchip)).toContain("Cryptogram: EMV CSK session key");
  });

  test("the application decides where it is known", () => {
    const unionPay = "A000000333010101";
    expect(decodeIssuerApplicationData(visa, "A0000000031010")).toMatchObject({ layout: "visa" });
    expect(decodeIssuerApplicationData(visa, "A0000000980840")).toMatchObject({ layout: "visa" });
    expect(decodeIssuerApplicationData(visa, "A0000000041010")).toEqual({ layout: "unknown" });
    expect(decodeIssuerApplicationData(mchip, "A0000000031010")).toEqual({ layout: "unknown" });
    expect(decodeIssuerApplicationData(visa, unionPay)).toEqual({ layout: "unknown" });
    expect(describeValue("9F10", visa, unionPay)).toEqual([]);
  });

  test("any bytes have a layout or none", () => {
    const marked = fc
      .tuple(
        fc.constantFrom("06", "0F", "1F", "01"),
        fc.uint8Array({ minLength: 31, maxLength: 31 }),
        fc.constantFrom(7, 18, 20, 32),
      )
      .map(([first, rest, length]) => fromHex(first + toHex(rest)).subarray(0, length));
    fc.assert(
      fc.property(fc.oneof(anyBytes, marked), (value) => {
        const before = toHex(value);
        const data = decodeIssuerApplicationData(value);
        const results = decodeCardVerificationResults(data);
        expect(results === undefined).toBe(data.layout === "unknown");
        expect(describeValue("9F10", value).length > 0).toBe(data.layout !== "unknown");
        expect(toHex(value)).toBe(before);
      }),
    );
    expect(decodeIssuerApplicationData(new Uint8Array())).toEqual({ layout: "unknown" });
  });
});
