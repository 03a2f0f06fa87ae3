/**
 * The shape of a dialect: how one host writes ISO 8583, as plain data. The standard gives each element a kind and a
 * length; the encoding, prefix, padding, bitmap and header are each host's own. Nothing is checked here.
 */
import type { BcdPadding } from "@tillwire/bytes";
import type { StreamFraming } from "@tillwire/plugin-api";
import type { CodePage } from "./code-pages.ts";

/** One host's way to write messages. A plain value: spread one to make another. */
export interface Dialect {
  /** For error messages. */
  readonly name: string;
  readonly header: HeaderFormat;
  /** How the four digits of the message type are written. */
  readonly mti: "ascii" | "ebcdic" | "bcd";
  readonly bitmap: BitmapFormat;
  /** Formats by field number, 2 to 128. A field without one cannot be sent, and refuses the message when received. */
  readonly fields: FieldFormats;
  /** Which EBCDIC the host means; `cp037` when absent. They differ in `[ ] ! ^ |` and a few more. */
  readonly codePage?: CodePage;
  /**
   * How messages are cut out of a stream: kept here for whoever does it. The codec works on whole messages, header and
   * all, and takes from it the longest one only.
   */
  readonly framing?: StreamFraming;
}

/** Formats by field number. */
export interface FieldFormats {
  readonly [number: number]: FieldFormat;
}

/**
 * What stands in front of the message type.
 * - `tpdu`: five bytes, an id, a destination and a source address that a reply has exchanged.
 * - `pattern`: hexadecimal, with `..` for each byte that is free. Without free bytes it is a constant.
 *
 * `default` is what is written for a message that has no header of its own, in hexadecimal. A constant needs none.
 */
export type HeaderFormat =
  | { readonly kind: "none" }
  | { readonly kind: "tpdu"; readonly default?: string }
  | { readonly kind: "pattern"; readonly pattern: string; readonly default?: string };

/**
 * The bitmap. `by-bit-1`: eight bytes, and eight more when bit 1 is set, as the standard has it. `fixed-16`: always
 * sixteen, bit 1 not set and not looked at.
 */
export interface BitmapFormat {
  readonly encoding: BytesEncoding;
  readonly length: "by-bit-1" | "fixed-16";
}

/** Bytes as they are, or as two hexadecimal digits each, in ASCII or EBCDIC. */
export type BytesEncoding = "binary" | "hex" | "ebcdic-hex";

/**
 * How a value is written.
 * - `ascii`, `ebcdic`: text, one byte a character.
 * - `bcd`: digits, two to a byte. Nibbles above 9 are `A` to `F` in the text.
 * - `signed-bcd`: one ASCII character (`C` or `D`), then digits in BCD. Its length counts the character.
 * - `binary`, `hex`, `ebcdic-hex`: bytes.
 */
export type FieldEncoding = "ascii" | "ebcdic" | "bcd" | "signed-bcd" | BytesEncoding;

/** How one field is written, and what may stand in it. */
export interface FieldFormat {
  /** For people, in lower case: `retrieval reference number`. */
  readonly name: string;
  readonly encoding: FieldEncoding;
  /** Characters, digits or, for bytes, bytes: exactly so many without a prefix, at most so many with one. */
  readonly length: number;
  /** Makes the field one of variable length. */
  readonly prefix?: LengthPrefix;
  /** Fills a value that is too short; without it such a value is refused. Only without a prefix. */
  readonly padding?: Padding;
  /** Where the extra nibble of an odd number of digits stands, and what it is. A `0` on the left when absent. */
  readonly oddDigit?: BcdPadding;
  /** What nibble 13 of a BCD field is in the text: the separator of track 2. `D` when absent; both are written as 13. */
  readonly separator?: "D" | "=";
  /** What may stand in it. Asked by the validator only, never when a message is read or written. */
  readonly content?: Content;
  /** For dates and times: their parts, in order. Asked by the validator only. */
  readonly time?: TimeFormat;
}

/** The length in front of a value. */
export interface LengthPrefix {
  readonly encoding: "ascii" | "ebcdic" | "bcd" | "binary";
  /** Digits of the number; for `binary`, bytes. LL is 2, LLL is 3. */
  readonly size: number;
  /**
   * What the number counts. `units`, when absent: digits for BCD, characters for text and hexadecimal text, bytes for
   * binary. `bytes`: for BCD the packed bytes, for hexadecimal text the bytes that it stands for.
   */
  readonly counts?: "units" | "bytes";
}

/** How a value that is too short is filled. */
export interface Padding {
  readonly side: "left" | "right";
  /** One character. */
  readonly character: string;
  /** Is the filling taken off when reading? Otherwise the value is read as it stands. */
  readonly removed?: boolean;
}

/**
 * What a field holds, in the standard's terms (ISO 8583:1987, 4.2): `a` letters, `n` digits, `s` special characters and
 * combinations; `x+n` a `C` or `D` and digits; `z` track data (ISO 4909 and 7813); `b` bytes.
 */
export type Content = "a" | "n" | "an" | "as" | "ns" | "ans" | "x+n" | "z" | "b";

/** Parts of dates and times as the standard writes them. */
export type TimeFormat = "MMDDhhmmss" | "YYMMDDhhmmss" | "hhmmss" | "YYMMDD" | "MMDD" | "YYMM";
