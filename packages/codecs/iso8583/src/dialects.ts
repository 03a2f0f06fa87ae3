/**
 * Ready-made dialects: the ones that published messages are written in, to start a dialect of a host from. Spread one and
 * change what differs: `{ ...iso87Ascii, name: "my host", fields: { ...iso87Ascii.fields, 48: { … } } }`.
 */
import type { Dialect } from "./dialect.ts";
import { elements1987 } from "./elements-1987.ts";
import { elements1993 } from "./elements-1993.ts";
import { fixed, formatsOf, variable, type Convention, type Elements } from "./elements.ts";

const asciiConvention: Convention = { digits: "ascii", text: "ascii", bytes: "binary", prefix: "ascii" };
const ebcdicConvention: Convention = { digits: "ebcdic", text: "ebcdic", bytes: "binary", prefix: "ebcdic" };
const trailingZero = { side: "right", nibble: "0" } as const;
const bcdConvention: Convention = {
  digits: "bcd",
  text: "ascii",
  bytes: "binary",
  prefix: "bcd",
  oddTrackDigit: trailingZero,
};

/** Where numbers are packed, currency codes are numbers. */
const packedElements: Elements = {
  ...elements1987,
  49: fixed("currency code, transaction", "n", 3),
  50: fixed("currency code, settlement", "n", 3),
  51: fixed("currency code, cardholder billing", "n", 3),
};

/** Everything in ASCII, the bitmap as hexadecimal text, binary fields as they are. */
export const iso87Ascii: Dialect = {
  name: "iso87-ascii",
  header: { kind: "none" },
  mti: "ascii",
  bitmap: { encoding: "hex", length: "by-bit-1" },
  fields: formatsOf(elements1987, asciiConvention),
};

/** As {@link iso87Ascii}, with binary fields as hexadecimal text too. Field 55 is text: it had no meaning in 1987. */
export const iso87AsciiHex: Dialect = {
  ...iso87Ascii,
  name: "iso87-ascii-hex",
  fields: formatsOf(
    { ...elements1987, 55: variable("reserved, ISO", "ans", 999) },
    { ...asciiConvention, bytes: "hex" },
  ),
};

/** As {@link iso87Ascii}, with a binary bitmap. */
export const iso87AsciiBinaryBitmap: Dialect = {
  ...iso87Ascii,
  name: "iso87-ascii-binary-bitmap",
  bitmap: { encoding: "binary", length: "by-bit-1" },
};

/** As {@link iso87Ascii}, with a bitmap of always 32 characters whose bit 1 is not set. */
export const iso87AsciiFixed128: Dialect = {
  ...iso87Ascii,
  name: "iso87-ascii-fixed128",
  bitmap: { encoding: "hex", length: "fixed-16" },
};

/**
 * Numbers in BCD with a zero in front when odd, track 2 with a zero behind, lengths in BCD that count digits, text in
 * ASCII, binary bitmap. Currency codes are numbers.
 */
export const iso87Bcd: Dialect = {
  name: "iso87-bcd",
  header: { kind: "none" },
  mti: "bcd",
  bitmap: { encoding: "binary", length: "by-bit-1" },
  fields: formatsOf(packedElements, bcdConvention),
};

/** As {@link iso87Bcd} behind a TPDU: POS terminals on a network access controller. */
export const iso87BcdTpdu: Dialect = { ...iso87Bcd, name: "iso87-bcd-tpdu", header: { kind: "tpdu" } };

/** Numbers, text and lengths in EBCDIC, binary bitmap, binary fields as they are. */
export const iso87Ebcdic: Dialect = {
  name: "iso87-ebcdic",
  header: { kind: "none" },
  mti: "ebcdic",
  bitmap: { encoding: "binary", length: "by-bit-1" },
  fields: formatsOf(elements1987, ebcdicConvention),
};

/** Numbers in BCD, text in EBCDIC, lengths of one binary byte that count digits for numbers and bytes for the rest. */
export const visaLike: Dialect = {
  name: "visa-like",
  header: { kind: "none" },
  mti: "bcd",
  bitmap: { encoding: "binary", length: "by-bit-1" },
  fields: formatsOf(packedElements, { ...bcdConvention, text: "ebcdic", prefix: "binary" }),
};

/** The second version in ASCII, the bitmap as hexadecimal text, binary fields as they are. */
export const iso93Ascii: Dialect = {
  name: "iso93-ascii",
  header: { kind: "none" },
  mti: "ascii",
  bitmap: { encoding: "hex", length: "by-bit-1" },
  fields: formatsOf(elements1993, asciiConvention),
};

/** As {@link iso93Ascii}, with a binary bitmap. */
export const iso93AsciiBinaryBitmap: Dialect = {
  ...iso93Ascii,
  name: "iso93-ascii-binary-bitmap",
  bitmap: { encoding: "binary", length: "by-bit-1" },
};

/** The second version in EBCDIC, the bitmap as hexadecimal text in EBCDIC, binary fields as they are. */
export const iso93Ebcdic: Dialect = {
  name: "iso93-ebcdic",
  header: { kind: "none" },
  mti: "ebcdic",
  bitmap: { encoding: "ebcdic-hex", length: "by-bit-1" },
  fields: formatsOf(elements1993, ebcdicConvention),
};

/** The second version in BCD, as {@link iso87Bcd}. */
export const iso93Bcd: Dialect = {
  name: "iso93-bcd",
  header: { kind: "none" },
  mti: "bcd",
  bitmap: { encoding: "binary", length: "by-bit-1" },
  fields: formatsOf(elements1993, bcdConvention),
};
