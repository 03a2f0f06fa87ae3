/** The published and generated messages, each with the dialect that it is written in. */
import { readFileSync } from "node:fs";
import { fromHex, toHex } from "@tillwire/bytes";
import {
  iso87Ascii,
  iso87AsciiBinaryBitmap,
  iso87AsciiFixed128,
  iso87AsciiHex,
  iso87Bcd,
  iso87BcdTpdu,
  iso87Ebcdic,
  iso93Ascii,
  iso93AsciiBinaryBitmap,
  iso93Ebcdic,
  visaLike,
  type Dialect,
  type FieldFormat,
  type FieldValue,
  type Fields,
} from "../../src/index.ts";

export interface Vector {
  readonly name: string;
  readonly dialect: string;
  readonly origin: "published" | "generated";
  readonly hex: string;
  /** Field number, or number and subfield, to value; bytes as hexadecimal, published ones behind `hex:`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly verified_by: readonly string[];
  readonly source: string;
  readonly header_hex?: string;
}

// A file of our own, with the members above.
const file = JSON.parse(readFileSync(new URL("../vectors/iso8583.json", import.meta.url), "utf8")) as {
  readonly messages: readonly Vector[];
};

export const vectors = file.messages;

function withFields(base: Dialect, name: string, fields: Readonly<Record<number, Partial<FieldFormat>>>): Dialect {
  const changed = Object.entries(fields).map(([number, change]) => {
    const format = base.fields[Number(number)];
    if (format === undefined) throw new Error(`field ${number} is new in ${name}`);
    return [number, { ...format, ...change }] as const;
  });
  return { ...base, name, fields: { ...base.fields, ...Object.fromEntries(changed) } };
}

const asciiText = { encoding: "ascii", content: "ans" } as const;
/** jPOS packs currency codes as text, also where numbers are packed. */
const asciiCurrency = { ...asciiText, padding: { side: "right", character: " " } } as const;
const hexText = { encoding: "hex" } as const;

/** Dialects of single messages that are none of the ready-made ones. */
const byVector: Readonly<Record<string, Dialect>> = {
  "jpos-iso87b-all-fields": withFields(
    {
      ...iso87Bcd,
      fields: {
        ...iso87Bcd.fields,
        36: { ...asciiText, name: "track 3 data", length: 104, prefix: { encoding: "bcd", size: 3 } },
      },
    },
    "jPOS iso87binary",
    {
      2: { oddDigit: { side: "right", nibble: "0" } },
      35: { separator: "=" },
      49: asciiCurrency,
      50: asciiCurrency,
      51: asciiCurrency,
    },
  ),
  "jpos-iso93a-all-fields": withFields(iso93Ascii, "jPOS iso93ascii", { 52: hexText, 64: hexText }),
  "jpos-postilion-0620": {
    ...iso87AsciiBinaryBitmap,
    name: "Postilion",
    fields: {
      ...iso87AsciiBinaryBitmap.fields,
      127: {
        name: "Postilion private data",
        encoding: "binary",
        length: 9_999,
        prefix: { encoding: "ascii", size: 6 },
      },
    },
  },
  "jpos-iso93-ebcdic-emv-1100": {
    ...iso93Ebcdic,
    name: "ISO93 EBCDIC, header of nine bytes",
    header: { kind: "pattern", pattern: "F1D9D6E4E3C5D5C5E3" },
  },
  "imohsenb-bcd-left-F-pad": withFields(iso87Bcd, "BCD, F on the left", {
    24: { oddDigit: { side: "left", nibble: "F" } },
  }),
  "imohsenb-bcd-right-F-pad": withFields(iso87Bcd, "BCD, F on the right", {
    24: { oddDigit: { side: "right", nibble: "F" } },
  }),
  "imohsenb-bcd-tpdu": iso87BcdTpdu,
  "openiso8583-termapp-1200-icc": {
    ...withFields(iso93AsciiBinaryBitmap, "TermApp", { 55: { length: 999 } }),
    header: { kind: "pattern", pattern: "42" },
  },
  "stackoverflow-0820-atm-signon": {
    ...iso87AsciiBinaryBitmap,
    name: "ASCII header of ten digits",
    header: { kind: "pattern", pattern: "....................", default: "30313130303030303030" },
  },
};

function readyMade({ dialect, origin }: Vector): Dialect {
  const name = dialect.split(" ")[0] ?? "";
  switch (name) {
    case "iso87-ascii":
      return origin === "published" ? iso87AsciiHex : iso87Ascii;
    case "iso87-ascii-binbitmap":
      return iso87AsciiBinaryBitmap;
    case "iso87-ascii-fixed128":
      return iso87AsciiFixed128;
    case "iso87-bcd":
      return iso87Bcd;
    case "iso87-ebcdic":
      return iso87Ebcdic;
    case "visa-like":
      return visaLike;
    case "iso93-ascii":
      return iso93Ascii;
    default:
      throw new Error(`no dialect for ${dialect}`);
  }
}

export function dialectOf(vector: Vector): Dialect {
  return byVector[vector.name] ?? readyMade(vector);
}

/** The fields that a vector states, subfields apart. */
export function statedFields({ fields }: Vector): { readonly mti: string; readonly fields: Record<number, string> } {
  const { 0: mti = "", ...others } = fields;
  const whole = Object.entries(others).filter(([key]) => !key.includes("."));
  return { mti, fields: Object.fromEntries(whole.map(([key, value]) => [key, plain(value)])) };
}

export function statedSubfields({ fields }: Vector): readonly (readonly [string, string])[] {
  return Object.entries(fields).filter(([key]) => key.includes("."));
}

/** Fields in the words of the vectors: bytes as hexadecimal. */
export function inWords(fields: Fields): Record<number, string> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]: [string, FieldValue]) => [key, word(value)]));
}

export function word(value: FieldValue): string {
  return typeof value === "string" ? value : toHex(value);
}

export function plain(stated: string): string {
  return stated.startsWith("hex:") ? stated.slice(4) : stated;
}

export function bytesOf(vector: Vector): Uint8Array {
  return fromHex(vector.hex);
}
