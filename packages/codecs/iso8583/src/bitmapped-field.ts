/**
 * Fields inside a field, behind a bitmap of their own: private fields of networks, and chip data in some of them. The
 * outer message has such a field as bytes.
 */
import { ByteReader, ByteWriter, decodeError } from "@tillwire/bytes";
import { fixedBitmap } from "./bitmap.ts";
import { codePageMistakes, formatsMistakes, headerMistakes } from "./check-format.ts";
import { membersOf, notOneOf, notWithin, refuse, unknownKeys, withPlace, type Loose } from "./check-value.ts";
import { codePages, type CodePage } from "./code-pages.ts";
import type { BytesEncoding, FieldFormats, HeaderFormat } from "./dialect.ts";
import { fieldCodecs } from "./field-codec.ts";
import { fieldSet } from "./field-set.ts";
import { headerCodec } from "./header.ts";
import type { Fields } from "./message.ts";

/** How such a field is written. */
export interface BitmappedFormat {
  /** For error messages. */
  readonly name: string;
  readonly header: HeaderFormat;
  /** One length, and a field for every bit: bit 1 is field 1. */
  readonly bitmap: { readonly encoding: BytesEncoding; readonly byteCount: number };
  readonly fields: FieldFormats;
  readonly codePage?: CodePage;
}

/** The value of such a field. */
export interface BitmappedValue {
  readonly header?: Uint8Array;
  readonly fields: Fields;
}

/** Reads and writes the bytes of such a field. */
export interface BitmappedCodec {
  /** @throws TillwireError `REQUEST_INVALID` that names the field and never its value. */
  encode(value: BitmappedValue): Uint8Array;
  /** @throws TillwireError `FRAME_INVALID` that names the field and its position. */
  decode(bytes: Uint8Array): BitmappedValue;
}

const bitmapBytesMax = 16;
/** More than fits in any field. */
const valueBytesMax = 65_535;

/** Checks a format and makes its codec. @throws TillwireError `SETTINGS_INVALID` that names every mistake. */
export function compileBitmappedField(format: BitmappedFormat): BitmappedCodec {
  refuse(`The format of the field ${String(format.name)}`, mistakesOf(format));
  const codePage = codePages[format.codePage ?? "cp037"];
  const { byteCount, encoding } = format.bitmap;
  const header = headerCodec(format.header);
  const set = fieldSet(fieldCodecs(format.fields, codePage), fixedBitmap(byteCount, { encoding, codePage }));
  return {
    encode(value) {
      const writer = new ByteWriter(valueBytesMax);
      header.write(writer, value.header);
      set.write(writer, value.fields);
      return writer.finish();
    },
    decode(bytes) {
      if (bytes.length > valueBytesMax) throw decodeError(`${bytes.length} bytes are more than fit in a field.`);
      const reader = new ByteReader(bytes);
      const prefix = header.read(reader);
      const { fields } = set.read(reader);
      reader.expectEnd();
      return prefix === undefined ? { fields } : { header: prefix, fields };
    },
  };
}

function mistakesOf(format: Loose<BitmappedFormat>): string[] {
  const bitmap = membersOf(format.bitmap);
  const { byteCount } = bitmap;
  return [
    ...unknownKeys(format, ["name", "header", "bitmap", "fields", "codePage"]),
    ...withPlace("bitmap", [
      ...unknownKeys(bitmap, ["encoding", "byteCount"]),
      ...notOneOf("encoding", bitmap["encoding"], ["binary", "hex", "ebcdic-hex"]),
      ...notWithin("byteCount", byteCount, [1, bitmapBytesMax]),
    ]),
    ...codePageMistakes(format.codePage),
    ...headerMistakes(format.header),
    ...formatsMistakes(format.fields, [1, typeof byteCount === "number" ? byteCount * 8 : bitmapBytesMax * 8]),
  ];
}
