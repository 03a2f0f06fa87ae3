import { TillwireError } from "@tillwire/plugin-api";
import { describe, expect, test } from "vitest";
import {
  compileBitmappedField,
  compileDialect,
  iso87Ascii,
  iso87AsciiBinaryBitmap,
  iso87AsciiFixed128,
  iso87AsciiHex,
  iso87Bcd,
  iso87BcdTpdu,
  iso87Ebcdic,
  iso93Ascii,
  iso93AsciiBinaryBitmap,
  iso93Bcd,
  iso93Ebcdic,
  visaLike,
} from "../src/index.ts";

const readyMade = [
  ...[iso87Ascii, iso87AsciiHex, iso87AsciiBinaryBitmap, iso87AsciiFixed128, iso87Bcd, iso87BcdTpdu, iso87Ebcdic],
  ...[visaLike, iso93Ascii, iso93AsciiBinaryBitmap, iso93Ebcdic, iso93Bcd],
];

function refusal(change: object): string {
  try {
    // As from a configuration file: nothing says that it is a dialect.
    compileDialect({ ...iso87Ascii, ...change });
    return "nothing";
  } catch (error) {
    if (!TillwireError.is(error)) throw error;
    expect([error.code, error.effect]).toEqual(["SETTINGS_INVALID", "none"]);
    return error.message;
  }
}

const field = (format: object): object => ({
  fields: { 48: { name: "private", encoding: "ascii", length: 4, ...format } },
});

const framing = {
  lengthBytes: 2,
  encoding: "binary",
  countsItself: false,
  headerBytes: 0,
  messageBytesMax: 40,
} as const;

describe("ready-made dialects", () => {
  test.each(readyMade.map((dialect) => [dialect.name, dialect] as const))(
    "%s compiles, and is plain data",
    (_, dialect) => {
      expect(compileDialect(dialect).dialect).toBe(dialect);
      expect(JSON.parse(JSON.stringify(dialect))).toEqual(dialect);
      expect(compileDialect(structuredClone(dialect)).dialect).toEqual(dialect);
    },
  );

  test("have names of their own, and every element of their version", () => {
    expect(new Set(readyMade.map(({ name }) => name)).size).toBe(readyMade.length);
    for (const { name, fields } of readyMade)
      expect(Object.keys(fields)).toHaveLength(name.startsWith("iso93") ? 127 : 126);
  });
});

describe("a dialect that does not work is refused with the field and the reason", () => {
  test.each([
    ["an unknown member", { paddings: 1 }, "paddings is not known here."],
    ["the message type", { mti: "utf8" }, "mti has to be ascii or ebcdic or bcd."],
    ["no bitmap", { bitmap: undefined }, "bitmap: encoding has to be binary or hex or ebcdic-hex."],
    ["the bitmap", { bitmap: { encoding: "hex", length: "24" } }, "bitmap: length has to be by-bit-1 or fixed-16."],
    ["the code page", { codePage: "cp1252" }, "codePage has to be cp037 or cp500 or cp1047."],
    ["no header", { header: undefined }, "header: kind has to be none or tpdu or pattern."],
    [
      "a header's pattern",
      { header: { kind: "pattern", pattern: "60." } },
      "header: Its pattern needs two characters a byte.",
    ],
    ["no pattern", { header: { kind: "pattern" } }, "header: pattern has to be text."],
    ["a pattern that is none", { header: { kind: "pattern", pattern: "6G" } }, "header: Not a hexadecimal digit"],
    [
      "a default beside its pattern",
      { header: { kind: "pattern", pattern: "60..", default: "6100" } },
      "header: Its default does not fit its pattern.",
    ],
    ["a TPDU of four bytes", { header: { kind: "tpdu", default: "60000100" } }, "header: Its default does not fit"],
    ["a default that is no text", { header: { kind: "tpdu", default: 60 } }, "header: default has to be text."],
    ["the framing", { framing: { lengthBytes: 3 } }, "framing: lengthBytes has to be 2 or 4."],
    [
      "a header that the framing does not know of",
      { framing: { ...framing, headerBytes: 5 } },
      "framing: headerBytes has to be 0",
    ],
    [
      "a length that counts badly",
      { framing: { ...framing, countsItself: 1 } },
      "framing: countsItself has to be true or false.",
    ],
    [
      "messages too long for their length",
      { framing: { ...framing, encoding: "ascii", lengthBytes: 4, countsItself: true, messageBytesMax: 9_996 } },
      "framing: messageBytesMax has to be a whole number from 1 to 9995.",
    ],
    ["no fields", { fields: 7 }, "fields has to be an object of formats by number."],
    ["field 1", { fields: { 1: {} } }, '"1" is not the number of a field, 2 to 128.'],
    ["field 129", { fields: { 129: {} } }, '"129" is not the number of a field, 2 to 128.'],
    ["a field 02", { fields: { "02": {} } }, '"02" is not the number of a field'],
    ["no format", { fields: { 48: null } }, "Field 48: a format has to be an object."],
    ["a misspelled member", field({ pading: {} }), "Field 48: pading is not known here."],
    ["an encoding", field({ encoding: "utf8" }), "Field 48: encoding has to be ascii or ebcdic"],
    ["no name", field({ name: "" }), "Field 48: name has to be text."],
    ["no length", field({ length: 0 }), "Field 48: length has to be a whole number from 1 to 65535."],
    ["half a character", field({ length: 1.5 }), "Field 48: length has to be a whole number"],
    ["a prefix", field({ prefix: { encoding: "LL", size: 2 } }), "Field 48: prefix: encoding has to be"],
    [
      "a prefix of seven digits",
      field({ prefix: { encoding: "ascii", size: 7 } }),
      "prefix: size has to be a whole number from 1 to 6.",
    ],
    [
      "a prefix of four bytes",
      field({ prefix: { encoding: "binary", size: 4 } }),
      "prefix: size has to be a whole number from 1 to 3.",
    ],
    [
      "what a prefix counts",
      field({ prefix: { encoding: "bcd", size: 2, counts: "words" } }),
      "counts has to be units or bytes.",
    ],
    [
      "a prefix too short",
      field({ length: 100, prefix: { encoding: "ascii", size: 2 } }),
      "the length does not fit in the prefix.",
    ],
    [
      "a prefix too short for hexadecimal",
      field({ encoding: "hex", length: 50, prefix: { encoding: "ascii", size: 2 } }),
      "the length does not fit in the prefix.",
    ],
    [
      "bytes of text",
      field({ prefix: { encoding: "ascii", size: 2, counts: "bytes" } }),
      "counts: bytes is for BCD and for bytes.",
    ],
    [
      "filling what has a prefix",
      field({ prefix: { encoding: "ascii", size: 2 }, padding: { side: "left", character: "0" } }),
      "a field with a prefix has no padding.",
    ],
    ["filling bytes", field({ encoding: "hex", padding: { side: "left", character: "0" } }), "bytes have no padding."],
    [
      "filling with two",
      field({ padding: { side: "left", character: "00" } }),
      "padding: character has to be one character.",
    ],
    [
      "filling both sides",
      field({ padding: { side: "both", character: "0" } }),
      "padding: side has to be left or right.",
    ],
    [
      "removing perhaps",
      field({ padding: { side: "left", character: "0", removed: 1 } }),
      "removed has to be true or false.",
    ],
    [
      "BCD with spaces",
      field({ encoding: "bcd", padding: { side: "right", character: " " } }),
      "BCD is padded with 0 to 9",
    ],
    ["an odd digit of text", field({ oddDigit: { side: "left", nibble: "0" } }), "oddDigit is for BCD."],
    [
      "an odd digit of A",
      field({ encoding: "bcd", oddDigit: { side: "left", nibble: "A" } }),
      "nibble has to be 0 or F.",
    ],
    ["a separator of text", field({ separator: "=" }), "separator is for BCD."],
    ["a separator", field({ encoding: "bcd", separator: "-" }), "separator has to be D or =."],
    [
      "a sign with a prefix",
      field({ encoding: "signed-bcd", prefix: { encoding: "bcd", size: 2 } }),
      "signed-bcd is of fixed length.",
    ],
    ["a sign alone", field({ encoding: "signed-bcd", length: 1 }), "signed-bcd has two places or more"],
    ["the content", field({ content: "x" }), "content has to be a or n"],
    ["bytes as text", field({ content: "b" }), "bytes have the content b, and nothing else has."],
    ["text as bytes", field({ encoding: "binary", content: "n" }), "bytes have the content b, and nothing else has."],
    ["a time", field({ time: "MMYY" }), "time has to be MMDDhhmmss or"],
    ["a time of another length", field({ time: "hhmmss" }), "the length is not that of the time."],
  ])("%s", (_, change, message) => {
    expect(refusal(change)).toContain(message);
  });

  test("all mistakes are named at once", () => {
    const message = refusal({ mti: "utf8", fields: { 2: { name: "a", encoding: "b", length: 1 }, 200: {} } });
    expect(message).toBe(
      "The ISO 8583 dialect iso87-ascii does not work. mti has to be ascii or ebcdic or bcd. " +
        "Field 2: encoding has to be ascii or ebcdic or bcd or signed-bcd or binary or hex or ebcdic-hex. " +
        '"200" is not the number of a field, 2 to 128.',
    );
  });

  test("a framing that works is taken", () => {
    const codec = compileDialect({ ...iso87Ascii, framing });
    expect(codec.encode({ mti: "0800", fields: { 11: "000001" } })).toHaveLength(26);
    expect(() => codec.encode({ mti: "0800", fields: { 42: "x", 43: "y" } })).toThrow("longer than 40 bytes");
    expect(() => codec.decode(new Uint8Array(41))).toThrow("has 41 bytes, at most 40");
  });

  test("a field inside a field", () => {
    const format = {
      name: "127",
      header: { kind: "none" },
      bitmap: { encoding: "binary", byteCount: 8 },
      fields: {},
    } as const;
    expect(() => compileBitmappedField({ ...format, bitmap: { encoding: "binary", byteCount: 17 } })).toThrow(
      "The format of the field 127 does not work. bitmap: byteCount has to be a whole number from 1 to 16.",
    );
    const one = { name: "a", encoding: "ascii", length: 1 } as const;
    expect(() => compileBitmappedField({ ...format, fields: { 65: one } })).toThrow(
      '"65" is not the number of a field, 1 to 64.',
    );
    expect(() => compileBitmappedField({ ...format, codePage: "latin" as "cp037" })).toThrow("codePage has to be");
  });
});
