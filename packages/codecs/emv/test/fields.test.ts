/** Fields in words against an open decoder (the source stands with each vector), and as values both ways. */
import { fromHex, toHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  additionalTerminalCapabilities,
  applicationInterchangeProfile,
  applicationUsageControl,
  cardTransactionQualifiers,
  describeValue,
  issuerActionCodeDefault,
  issuerActionCodeDenial,
  issuerActionCodeOnline,
  tagDictionary,
  terminalCapabilities,
  terminalTransactionQualifiers,
  terminalVerificationResults,
  transactionStatusInformation,
  type BitField,
} from "../src/index.ts";
import { anyBytes } from "./support/bytes.ts";
import { vectors } from "./support/vectors.ts";

/**
 * The decoder says of qualifiers and of empty capabilities what is not set, too; here a bit that is not set says
 * nothing. It says RFU where this package says which bit.
 */
const saysNothing = /: None$|not supported$|not required$|^Online capable reader$/;
const plain = (line: string): string => line.toLowerCase().replace(/^reserved for future use.*/, "rfu");

test.each(vectors<{ tag: string; value: string }, { lines: string[] }>("tlv", "field-meaning"))(
  "$id: $inputs.tag $inputs.value",
  ({ inputs, expected }) => {
    const lines = describeValue(inputs.tag, fromHex(inputs.value)).map(plain);
    expect(lines).toEqual(expected.lines.filter((line) => !saysNothing.test(line)).map(plain));
  },
);

const bitFields: readonly BitField[] = [
  additionalTerminalCapabilities,
  applicationInterchangeProfile,
  applicationUsageControl,
  cardTransactionQualifiers,
  issuerActionCodeDefault,
  issuerActionCodeDenial,
  issuerActionCodeOnline,
  terminalCapabilities,
  terminalTransactionQualifiers,
  terminalVerificationResults,
  transactionStatusInformation,
];

test.each(bitFields.map((field) => [field.tag, field] as const))(
  "%s: bits are read as they are written",
  (tag, field) => {
    expect(tagDictionary.get(tag)).toMatchObject({ minBytes: field.byteCount, maxBytes: field.byteCount });
    const names = field.bits.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(field.bits.map(({ byte, mask }) => `${byte}:${mask}`)).size).toBe(names.length);
    fc.assert(
      fc.property(fc.subarray(names), (chosen) => {
        const value = field.encode(chosen);
        expect(field.decode(value).map(({ name }) => name)).toEqual(chosen);
        for (const name of names) expect(field.has(value, name)).toBe(chosen.includes(name));
        expect(describeValue(tag, value)).toEqual(field.decode(value).map(({ phrase }) => phrase));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: field.byteCount, maxLength: field.byteCount }), (value) => {
        const read = field.decode(value);
        const again = new Uint8Array(field.byteCount);
        for (const { byte, mask } of read) again[byte - 1] = (again[byte - 1] ?? 0) | mask;
        expect(again).toEqual(value);
      }),
    );
    const length = field.byteCount + 1;
    expect(() => field.decode(new Uint8Array(length))).toThrow(
      `Tag ${tag} has ${field.byteCount} bytes, there are ${length}.`,
    );
    expect(() => field.encode(["nonsense"])).toThrow(`Tag ${tag} has no bit of that name.`);
    expect(describeValue(tag, new Uint8Array(length))).toEqual([]);
  },
);

test("a bit that is kept for future use is shown, not hidden", () => {
  expect(terminalVerificationResults.decode(fromHex("0004000001"))).toMatchObject([
    { name: "rfu", byte: 2, mask: 0x04, phrase: "Reserved for future use (byte 2, bit 3)" },
    { name: "rfu", byte: 5, mask: 0x01 },
  ]);
});

test("the bits of the steps of a transaction", () => {
  const tvr = terminalVerificationResults;
  expect(toHex(tvr.encode(["odaNotPerformed", "onlineCvmCaptured", "floorLimitExceeded"]))).toBe("8000048000");
  expect(toHex(tvr.encode(["cdaFailed", "newCard", "scriptFailedAfterFinal"]))).toBe("0408000010");
  expect(toHex(transactionStatusInformation.encode(["odaPerformed", "terminalRiskManagementPerformed"]))).toBe("8800");
  expect(toHex(applicationInterchangeProfile.encode(["dda", "cardholderVerification", "cda"]))).toBe("3100");
});

test.each([
  ["9A", "261124", ["2026-11-24"]],
  ["9F21", "235907", ["23:59:07"]],
  ["5F2A", "0978", ["EUR"]],
  ["9F42", "0392", ["JPY"]],
  ["9F1A", "0840", ["US"]],
  ["5F28", "0276", ["DE"]],
  ["9F1A", "0000", []],
  ["5F2A", "1978", []],
  ["9C", "00", ["Goods and services"]],
  ["9C", "99", ["Reserved (99)"]],
  ["9F39", "07", ["Contactless EMV"]],
  ["5F57", "20", ["Cheque or debit"]],
  ["9F36", "0102", ["258"]],
  ["50", "56495341", ["VISA"]],
  ["8A", "3030", ["00"]],
  ["8A", "5A33", ["Z3: unable to go online, offline declined"]],
  [
    "5F30",
    "0201",
    ["International interchange", "Integrated circuit card", "Authorization: normal", "No restrictions"],
  ],
  ["5F24", "500101", ["1950-01-01"]],
  ["50", "0056", []],
  ["50", "2020", []],
  ["9F36", "", []],
  ["9F17", "03", ["3"]],
  ["84", "A0000000041010", ["Mastercard Credit/Debit"]],
  ["4F", "A00000000410109999", ["Mastercard Credit/Debit"]],
  [
    "9F38",
    "9F66049F0206",
    ["9F66 Terminal Transaction Qualifiers (TTQ), 4 bytes", "9F02 Amount, Authorised (Numeric), 6 bytes"],
  ],
  ["9F4A", "82", ["82 Application Interchange Profile"]],
  [
    "94",
    "0801010010010301",
    ["File 1, records 1 to 1, 0 of them authenticated", "File 2, records 1 to 3, 1 of them authenticated"],
  ],
  ["9F27", "80", ["Authorisation request cryptogram (ARQC): online authorisation requested"]],
  [
    "9F27",
    "4A",
    ["Transaction certificate (TC): transaction approved", "Advice required", "Reason: PIN try limit exceeded"],
  ],
  ["5A", "4761739001010119", []],
  ["5F20", "444F452F4A4F484E", []],
  ["9F7F", "00", []],
])("%s %s in words", (tag, value, words) => {
  expect(describeValue(tag, fromHex(value))).toEqual(words);
});

test("no bytes under any tag do more than say nothing", () => {
  fc.assert(
    fc.property(fc.constantFrom(...tagDictionary.keys()), anyBytes, (tag, value) => {
      const words = describeValue(tag, value);
      expect(words.every((phrase) => phrase !== "")).toBe(true);
      if (tagDictionary.get(tag)?.cardData) expect(words).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});
