/** Which fields follow: one bit a field, the first bit of the first byte for field 1. */
import type { ByteReader, ByteWriter } from "@tillwire/bytes";
import { readBytes, writeBytes, type BytesStyle } from "./body.ts";
import type { BitmapFormat } from "./dialect.ts";

const primaryBytes = 8;
const allBytes = 16;

/** Reads and writes a bitmap. */
export interface BitmapCodec {
  /** The first number that is a field; below it stands what the bitmap says about itself. */
  readonly firstField: 1 | 2;
  readonly lastField: number;
  read(reader: ByteReader): Uint8Array;
  /** `present` has sixteen bytes. It is changed where the bitmap says something about itself. */
  write(writer: ByteWriter, present: Uint8Array): void;
}

/** The bitmap of a message. */
export function messageBitmap(length: BitmapFormat["length"], style: BytesStyle): BitmapCodec {
  return length === "fixed-16" ? { ...fixedBitmap(allBytes, style), firstField: 2 } : growingBitmap(style);
}

/** A bitmap of one length, with a field for every bit. */
export function fixedBitmap(byteCount: number, style: BytesStyle): BitmapCodec {
  return {
    firstField: 1,
    lastField: byteCount * 8,
    read: (reader) => readBytes(reader, byteCount, style),
    write: (writer, present) => writeBytes(writer, present.subarray(0, byteCount), style),
  };
}

/** Bit 1 says that eight more bytes follow (ISO 8583:1987, 4.1.2). */
function growingBitmap(style: BytesStyle): BitmapCodec {
  return {
    firstField: 2,
    lastField: allBytes * 8,
    read(reader) {
      const primary = readBytes(reader, primaryBytes, style);
      if (!hasBit(primary, 1)) return primary;
      const both = new Uint8Array(allBytes);
      both.set(primary);
      both.set(readBytes(reader, primaryBytes, style), primaryBytes);
      return both;
    },
    write(writer, present) {
      const isSecondary = present.subarray(primaryBytes).some((byte) => byte !== 0);
      if (isSecondary) setBit(present, 1);
      writeBytes(writer, isSecondary ? present : present.subarray(0, primaryBytes), style);
    },
  };
}

/** An empty bitmap for {@link BitmapCodec.write}. */
export function emptyBitmap(): Uint8Array {
  return new Uint8Array(allBytes);
}

export function hasBit(bitmap: Uint8Array, number: number): boolean {
  return ((bitmap[(number - 1) >> 3] ?? 0) & (0x80 >> ((number - 1) & 7))) !== 0;
}

export function setBit(bitmap: Uint8Array, number: number): void {
  const index = (number - 1) >> 3;
  bitmap[index] = (bitmap[index] ?? 0) | (0x80 >> ((number - 1) & 7));
}
