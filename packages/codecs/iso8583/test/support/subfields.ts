/** The two published fields that have fields of their own behind a bitmap. */
import type { BitmappedFormat, FieldFormat } from "../../src/index.ts";

const digits = (length: number): FieldFormat => ({ name: "digits", encoding: "ebcdic", length, content: "n" });
const bytes = (length: number): FieldFormat => ({ name: "bytes", encoding: "binary", length, content: "b" });
const text = (size: number): FieldFormat => ({
  name: "text",
  encoding: "ascii",
  length: 99,
  prefix: { encoding: "ascii", size },
});

export const postilion127: BitmappedFormat = {
  name: "127 of Postilion",
  header: { kind: "none" },
  bitmap: { encoding: "binary", byteCount: 8 },
  fields: { 2: text(2), 25: text(4) },
};

/** A bitmap of 32 bits as hexadecimal text in EBCDIC, behind one byte. */
export const routenet55: BitmappedFormat = {
  name: "55 of jPOS's EBCDIC example",
  header: { kind: "pattern", pattern: ".." },
  bitmap: { encoding: "ebcdic-hex", byteCount: 4 },
  fields: {
    ...{ 1: bytes(8), 2: bytes(3), 3: bytes(1), 4: bytes(4), 5: bytes(2), 6: bytes(5), 8: bytes(4), 9: digits(2) },
    ...{ 10: digits(3), 12: digits(3), 13: digits(12), 14: bytes(8), 17: digits(6), 18: digits(12), 20: digits(1) },
    22: { name: "bytes", encoding: "binary", length: 99, prefix: { encoding: "ebcdic", size: 2 } },
  },
};
