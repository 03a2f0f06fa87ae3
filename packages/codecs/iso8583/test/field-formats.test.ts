import { fromHex, toHex } from "@tillwire/bytes";
import { describe, expect, test } from "vitest";
import { compileDialect, iso87Ascii, type FieldFormat, type FieldValue } from "../src/index.ts";

const start = "303230304000000000000000"; // 0200 and field 2, bitmap binary
const base = { ...iso87Ascii, bitmap: { encoding: "binary", length: "by-bit-1" } } as const;

function codecOf(format: Omit<FieldFormat, "name">, codePage: "cp037" | "cp500" | "cp1047" = "cp037") {
  const codec = compileDialect({ ...base, codePage, fields: { 2: { name: "tested field", ...format } } });
  return {
    encode: (value: FieldValue) => toHex(codec.encode({ mti: "0200", fields: { 2: value } })).slice(start.length),
    decode: (hex: string) => codec.decode(fromHex(start + hex)).fields[2],
  };
}

describe("a field of every kind", () => {
  test.each([
    ["ASCII", { encoding: "ascii", length: 4 }, "AB c", "41422063"],
    ["EBCDIC", { encoding: "ebcdic", length: 4 }, "AB c", "C1C24083"],
    ["BCD", { encoding: "bcd", length: 4 }, "1234", "1234"],
    ["BCD, odd, 0 on the left", { encoding: "bcd", length: 3 }, "123", "0123"],
    [
      "BCD, odd, 0 on the right",
      { encoding: "bcd", length: 3, oddDigit: { side: "right", nibble: "0" } },
      "123",
      "1230",
    ],
    ["BCD, odd, F on the left", { encoding: "bcd", length: 3, oddDigit: { side: "left", nibble: "F" } }, "123", "F123"],
    [
      "BCD, odd, F on the right",
      { encoding: "bcd", length: 3, oddDigit: { side: "right", nibble: "F" } },
      "123",
      "123F",
    ],
    ["BCD with a separator as it is", { encoding: "bcd", length: 4 }, "1D24", "1D24"],
    ["BCD with a separator as on the card", { encoding: "bcd", length: 4, separator: "=" }, "1=24", "1D24"],
    ["BCD behind a letter", { encoding: "signed-bcd", length: 5 }, "D0012", "440012"],
    ["BCD behind a letter, odd", { encoding: "signed-bcd", length: 4 }, "C012", "430012"],
    ["binary", { encoding: "binary", length: 2 }, Uint8Array.of(1, 0xff), "01FF"],
    ["hexadecimal", { encoding: "hex", length: 2 }, Uint8Array.of(1, 0xff), "30314646"],
    ["hexadecimal in EBCDIC", { encoding: "ebcdic-hex", length: 2 }, Uint8Array.of(1, 0xff), "F0F1C6C6"],
  ] as const)("%s", (_, format, value, hex) => {
    const codec = codecOf(format);
    expect(codec.encode(value)).toBe(hex);
    expect(codec.decode(hex)).toEqual(value);
  });
});

describe("a length in front", () => {
  const ascii = { encoding: "ascii", length: 12 } as const;
  const bcd = { encoding: "bcd", length: 5 } as const;
  const twelve = "ABCDEFGHIJKL";
  const text = "4142434445464748494A4B4C";
  const bytes = fromHex("CAFE");

  test.each([
    ["LL in ASCII", { ...ascii, prefix: { encoding: "ascii", size: 2 } }, twelve, `3132${text}`],
    ["LLL in EBCDIC", { ...ascii, prefix: { encoding: "ebcdic", size: 3 } }, twelve, `F0F1F2${text}`],
    ["LL in BCD", { ...ascii, prefix: { encoding: "bcd", size: 2 } }, twelve, `12${text}`],
    ["LLL in BCD takes two bytes", { ...ascii, prefix: { encoding: "bcd", size: 3 } }, twelve, `0012${text}`],
    ["LLLLLL in ASCII", { ...ascii, prefix: { encoding: "ascii", size: 6 } }, twelve, `303030303132${text}`],
    ["one binary byte", { ...ascii, prefix: { encoding: "binary", size: 1 } }, twelve, `0C${text}`],
    ["two binary bytes", { ...ascii, prefix: { encoding: "binary", size: 2 } }, twelve, `000C${text}`],
    ["digits of BCD", { ...bcd, prefix: { encoding: "bcd", size: 2 } }, "123", "030123"],
    ["bytes of BCD, even", { ...bcd, prefix: { encoding: "bcd", size: 2, counts: "bytes" } }, "1234", "021234"],
    ["no bytes at all", { ...bcd, prefix: { encoding: "binary", size: 1 } }, "", "00"],
    ["bytes", { encoding: "binary", length: 9, prefix: { encoding: "ascii", size: 2 } }, bytes, "3032CAFE"],
    [
      "characters of hexadecimal text",
      { encoding: "hex", length: 9, prefix: { encoding: "ascii", size: 2 } },
      bytes,
      "303443414645",
    ],
    [
      "bytes of hexadecimal text",
      { encoding: "hex", length: 9, prefix: { encoding: "ascii", size: 2, counts: "bytes" } },
      bytes,
      "303243414645",
    ],
  ] as const)("%s", (_, format, value, hex) => {
    const codec = codecOf(format);
    expect(codec.encode(value)).toBe(hex);
    expect(codec.decode(hex)).toEqual(value);
  });

  test("counting bytes of BCD, an F that fills up is known to be no digit, on its side", () => {
    const format = { ...bcd, prefix: { encoding: "bcd", size: 2, counts: "bytes" } } as const;
    const right = codecOf({ ...format, oddDigit: { side: "right", nibble: "F" } });
    expect([right.encode("123"), right.decode("02123F")]).toEqual(["02123F", "123"]);
    const left = codecOf({ ...format, oddDigit: { side: "left", nibble: "F" } });
    expect([left.encode("123"), left.decode("02F123")]).toEqual(["02F123", "123"]);
    expect([left.encode("1234"), left.decode("021234")]).toEqual(["021234", "1234"]);
  });

  test("counting bytes of BCD, a 0 that fills up may be a digit, and stays", () => {
    const codec = codecOf({ ...bcd, prefix: { encoding: "bcd", size: 2, counts: "bytes" } });
    expect([codec.encode("12345"), codec.decode("03012345")]).toEqual(["03012345", "012345"]);
    expect(codec.encode("012345")).toBe("03012345");
  });

  test.each([
    [
      "longer than the field",
      { ...ascii, prefix: { encoding: "ascii", size: 2 } },
      `3133${text}4D`,
      "length is 13, at most 12",
    ],
    ["not a number in ASCII", { ...ascii, prefix: { encoding: "ascii", size: 2 } }, "3A30", "length is not a number"],
    ["not a number in EBCDIC", { ...ascii, prefix: { encoding: "ebcdic", size: 2 } }, "3030", "length is not a number"],
    ["not a number in BCD", { ...ascii, prefix: { encoding: "bcd", size: 3 } }, "0B11", "length is not a number"],
    ["an exponent in BCD", { ...ascii, prefix: { encoding: "bcd", size: 2 } }, "1E", "length is not a number"],
    ["more than is there", { ...ascii, prefix: { encoding: "bcd", size: 2 } }, "124142", "12 bytes are wanted"],
    [
      "odd hexadecimal",
      { encoding: "hex", length: 9, prefix: { encoding: "ascii", size: 2 } },
      "3033434146",
      "odd number",
    ],
    [
      "no hexadecimal",
      { encoding: "hex", length: 9, prefix: { encoding: "ascii", size: 2 } },
      "30324347",
      "hexadecimal",
    ],
  ] as const)("is refused: %s", (_, format, hex, message) => {
    expect(() => codecOf(format).decode(hex)).toThrow(message);
    expect(() => codecOf(format).decode(hex)).toThrow("Field 2 (tested field) at byte 12: ");
  });
});

describe("filling", () => {
  const spaces = { side: "right", character: " " } as const;
  const zeros = { side: "left", character: "0" } as const;

  test.each([
    ["text behind", { encoding: "ascii", length: 4, padding: spaces }, "A", "41202020", "A   "],
    [
      "text behind, taken off",
      { encoding: "ascii", length: 4, padding: { ...spaces, removed: true } },
      "A",
      "41202020",
      "A",
    ],
    ["digits in front", { encoding: "bcd", length: 4, padding: zeros }, "7", "0007", "0007"],
    [
      "digits in front, taken off",
      { encoding: "bcd", length: 4, padding: { ...zeros, removed: true } },
      "7",
      "0007",
      "7",
    ],
    [
      "nothing but filling",
      { encoding: "ascii", length: 4, padding: { ...spaces, removed: true } },
      "",
      "20202020",
      "",
    ],
    ["EBCDIC", { encoding: "ebcdic", length: 3, padding: spaces }, "A", "C14040", "A  "],
    ["BCD with F", { encoding: "bcd", length: 4, padding: { side: "right", character: "F" } }, "12", "12FF", "12FF"],
  ] as const)("%s", (_, format, given, hex, read) => {
    const codec = codecOf(format);
    expect(codec.encode(given)).toBe(hex);
    expect(codec.decode(hex)).toBe(read);
  });

  test("is not done where the format does not say so", () => {
    expect(() => codecOf({ encoding: "ascii", length: 4 }).encode("ABC")).toThrow(
      "Field 2 (tested field): The length is 3, it has to be 4.",
    );
    expect(() => codecOf({ encoding: "binary", length: 4 }).encode(Uint8Array.of(1))).toThrow("The length is 1");
  });

  test("does not shorten", () => {
    expect(() => codecOf({ encoding: "ascii", length: 4, padding: spaces }).encode("ABCDE")).toThrow("The length is 5");
  });
});

describe("EBCDIC code pages", () => {
  const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

  test.each([
    ["cp037", "[ ] ! ^ | A-9", "BA40BB405A40B0404F40C160F9"],
    ["cp500", "[ ] ! ^ | A-9", "4A405A404F405F40BB40C160F9"],
    ["cp1047", "[ ] ! ^ | A-9", "AD40BD405A405F404F40C160F9"],
  ] as const)("%s has its own free text", (codePage, text, hex) => {
    const codec = codecOf({ encoding: "ebcdic", length: text.length }, codePage);
    expect(codec.encode(text)).toBe(hex);
    expect(codec.decode(hex)).toBe(text);
  });

  test.each(["cp037", "cp500", "cp1047"] as const)("%s loses no byte", (codePage) => {
    const codec = codecOf({ encoding: "ebcdic", length: 256 }, codePage);
    const text = codec.decode(toHex(everyByte));
    if (typeof text !== "string") throw new Error("text expected");
    expect(new Set(text).size).toBe(256);
    expect(codec.encode(text)).toBe(toHex(everyByte));
  });

  test("a character that no code page has is refused", () => {
    expect(() => codecOf({ encoding: "ebcdic", length: 1 }).encode("€")).toThrow(
      "Character 0 is none of the code page",
    );
  });
});

describe("values of the wrong kind", () => {
  test("are refused, and never shown", () => {
    const text = codecOf({ encoding: "ascii", length: 4 });
    const bytes = codecOf({ encoding: "binary", length: 4 });
    expect(() => text.encode(Uint8Array.of(1, 2, 3, 4))).toThrow("Text belongs here");
    expect(() => bytes.encode("1234")).toThrow("Bytes belong here");
    expect(() => codecOf({ encoding: "bcd", length: 4 }).encode("12G4")).toThrow(/^(?!.*12G4)/);
  });
});
