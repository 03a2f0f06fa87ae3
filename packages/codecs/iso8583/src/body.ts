/** How the value of a field looks on the line, for each encoding. Lengths in front and filling are not known here. */
import { encodeError, fromHex, packDigits, toHex, unpackDigits } from "@tillwire/bytes";
import type { BcdPadding, ByteReader, ByteWriter } from "@tillwire/bytes";
import type { CodePageTables } from "./code-pages.ts";
import type { BytesEncoding, FieldFormat } from "./dialect.ts";
import type { FieldValue } from "./message.ts";

/** Units are what the format's `length` counts: characters, digits or bytes of the value. */
export interface Body {
  /** @throws TillwireError `REQUEST_INVALID` when the value is text where bytes belong, or the other way round. */
  units(value: FieldValue): number;
  read(reader: ByteReader, units: number): FieldValue;
  write(writer: ByteWriter, value: FieldValue): void;
}

/** The body of a format. `codePage` is used by the EBCDIC encodings only. */
export function bodyOf(format: FieldFormat, codePage: CodePageTables): Body {
  switch (format.encoding) {
    case "ascii":
      return asciiBody;
    case "ebcdic":
      return ebcdicBody(codePage);
    case "bcd":
      return bcdBody(format.oddDigit, format.separator);
    case "signed-bcd":
      return signedBcdBody(format.oddDigit);
    case "binary":
    case "hex":
    case "ebcdic-hex":
      return bytesBody(format.encoding, codePage);
  }
}

const asciiBody: Body = {
  units: textLength,
  read: (reader, units) => reader.latin1(units),
  write: (writer, value) => void writer.latin1(text(value)),
};

function ebcdicBody(codePage: CodePageTables): Body {
  return {
    units: textLength,
    read: (reader, units) => readMapped(reader, units, codePage.toLatin1),
    write: (writer, value) => void writer.bytes(mapped(text(value), codePage.fromLatin1)),
  };
}

function bcdBody(oddDigit: BcdPadding | undefined, separator: "D" | "=" | undefined): Body {
  const side = oddDigit?.side;
  return {
    units: textLength,
    read(reader, units) {
      const digits = unpackDigits(reader.bytes(Math.ceil(units / 2)), units, side);
      return separator === "=" ? digits.replaceAll("D", "=") : digits;
    },
    write: (writer, value) => void writer.bytes(packDigits(text(value).replaceAll("=", "D"), oddDigit)),
  };
}

function signedBcdBody(oddDigit: BcdPadding | undefined): Body {
  const side = oddDigit?.side;
  return {
    units: textLength,
    read: (reader, units) => reader.latin1(1) + unpackDigits(reader.bytes(Math.ceil((units - 1) / 2)), units - 1, side),
    write(writer, value) {
      const signed = text(value);
      writer.latin1(signed.slice(0, 1)).bytes(packDigits(signed.slice(1), oddDigit));
    },
  };
}

/** Bytes are read as copies: a message must not change when the buffer that it came in is used again. */
function bytesBody(encoding: BytesEncoding, codePage: CodePageTables): Body {
  return {
    units: (value) => bytes(value).length,
    read: (reader, units) => readBytes(reader, units, { encoding, codePage }).slice(),
    write: (writer, value) => writeBytes(writer, bytes(value), { encoding, codePage }),
  };
}

/** How bytes are written: shared with the bitmap. */
export interface BytesStyle {
  readonly encoding: BytesEncoding;
  readonly codePage: CodePageTables;
}

/** Bytes in any of their encodings; binary ones are a view of the message. */
export function readBytes(reader: ByteReader, count: number, style: BytesStyle): Uint8Array {
  switch (style.encoding) {
    case "binary":
      return reader.bytes(count);
    case "hex":
      return fromHex(reader.latin1(count * 2));
    case "ebcdic-hex":
      return fromHex(readMapped(reader, count * 2, style.codePage.toLatin1));
  }
}

/** The way back from {@link readBytes}; hexadecimal is written in upper case. */
export function writeBytes(writer: ByteWriter, value: Uint8Array, style: BytesStyle): void {
  switch (style.encoding) {
    case "binary":
      writer.bytes(value);
      return;
    case "hex":
      writer.latin1(toHex(value));
      return;
    case "ebcdic-hex":
      writer.bytes(mapped(toHex(value), style.codePage.fromLatin1));
  }
}

function readMapped(reader: ByteReader, length: number, toLatin1: Uint8Array): string {
  const source = reader.bytes(length);
  let characters = "";
  for (const byte of source) characters += String.fromCharCode(toLatin1[byte] ?? 0);
  return characters;
}

function mapped(characters: string, fromLatin1: Uint8Array): Uint8Array {
  const target = new Uint8Array(characters.length);
  for (let index = 0; index < target.length; index += 1) {
    const code = fromLatin1[characters.charCodeAt(index)];
    if (code === undefined) throw encodeError(`Character ${index} is none of the code page.`);
    target[index] = code;
  }
  return target;
}

function textLength(value: FieldValue): number {
  return text(value).length;
}

function text(value: FieldValue): string {
  if (typeof value !== "string") throw encodeError("Text belongs here, something else was given.");
  return value;
}

function bytes(value: FieldValue): Uint8Array {
  if (!(value instanceof Uint8Array)) throw encodeError("Bytes belong here, something else was given.");
  return value;
}
