/** The number in front of a value of variable length. */
import { decodeError, packDigits } from "@tillwire/bytes";
import type { ByteReader, ByteWriter } from "@tillwire/bytes";
import type { LengthPrefix } from "./dialect.ts";

/** Reads and writes the number; what it counts is not known here. */
export interface PrefixCodec {
  read(reader: ByteReader): number;
  write(writer: ByteWriter, count: number): void;
}

/** Prefix of a size that {@link largestCount} knows. */
export function prefixCodec({ encoding, size }: LengthPrefix): PrefixCodec {
  switch (encoding) {
    case "ascii":
      return digitPrefix(size, 0x30);
    case "ebcdic":
      return digitPrefix(size, 0xf0);
    case "bcd":
      return bcdPrefix(size);
    case "binary":
      return binaryPrefix(size);
  }
}

/** The largest number that fits in a prefix. */
export function largestCount({ encoding, size }: LengthPrefix): number {
  return (encoding === "binary" ? 256 : 10) ** size - 1;
}

/** One byte a digit: in ASCII and in every EBCDIC the ten digits follow each other. */
function digitPrefix(size: number, zero: number): PrefixCodec {
  return {
    read(reader) {
      let count = 0;
      for (let index = 0; index < size; index += 1) {
        const digit = reader.uint8() - zero;
        if (digit < 0 || digit > 9) throw decodeError("The length is not a number.");
        count = count * 10 + digit;
      }
      return count;
    },
    write(writer, count) {
      for (let unit = 10 ** (size - 1); unit >= 1; unit /= 10) writer.uint8(zero + (Math.floor(count / unit) % 10));
    },
  };
}

function bcdPrefix(size: number): PrefixCodec {
  const byteCount = Math.ceil(size / 2);
  return {
    read(reader) {
      let count = 0;
      for (const byte of reader.bytes(byteCount)) {
        if (byte >> 4 > 9 || (byte & 0x0f) > 9) throw decodeError("The length is not a number.");
        count = count * 100 + (byte >> 4) * 10 + (byte & 0x0f);
      }
      return count;
    },
    write: (writer, count) => void writer.bytes(packDigits(String(count).padStart(size, "0"))),
  };
}

function binaryPrefix(size: number): PrefixCodec {
  const byteCount = size === 1 ? 1 : size === 2 ? 2 : 3;
  return {
    read: (reader) => reader.unsigned(byteCount),
    write: (writer, count) => void writer.unsigned(count, byteCount),
  };
}
