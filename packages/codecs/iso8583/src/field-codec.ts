/** Reads and writes one field as its format says: filling, length in front, value. The format has been checked. */
import { decodeError, encodeError } from "@tillwire/bytes";
import type { ByteReader, ByteWriter } from "@tillwire/bytes";
import { bodyOf, type Body } from "./body.ts";
import type { CodePageTables } from "./code-pages.ts";
import type { FieldFormat, LengthPrefix, Padding } from "./dialect.ts";
import { prefixCodec } from "./length-prefix.ts";
import type { FieldValue } from "./message.ts";

/** One field, prepared. Errors say what is wrong without the value; whoever calls adds the field's name. */
export interface FieldCodec {
  readonly name: string;
  read(reader: ByteReader): FieldValue;
  write(writer: ByteWriter, value: FieldValue): void;
}

/** Prepares a format. */
export function fieldCodec(format: FieldFormat, codePage: CodePageTables): FieldCodec {
  const body = bodyOf(format, codePage);
  return format.prefix === undefined ? fixedField(format, body) : variableField(format, body, format.prefix);
}

function fixedField({ name, length, padding }: FieldFormat, body: Body): FieldCodec {
  return {
    name,
    read(reader) {
      const value = body.read(reader, length);
      return padding?.removed === true && typeof value === "string" ? unfilled(value, padding) : value;
    },
    write(writer, value) {
      const complete = padding !== undefined && typeof value === "string" ? filled(value, length, padding) : value;
      const units = body.units(complete);
      if (units !== length) throw encodeError(`The length is ${units}, it has to be ${length}.`);
      body.write(writer, complete);
    },
  };
}

function filled(value: string, length: number, { side, character }: Padding): string {
  if (value.length >= length) return value;
  return side === "left" ? value.padStart(length, character) : value.padEnd(length, character);
}

function unfilled(value: string, { side, character }: Padding): string {
  let start = 0;
  let end = value.length;
  if (side === "left") while (start < end && value[start] === character) start += 1;
  else while (start < end && value[end - 1] === character) end -= 1;
  return value.slice(start, end);
}

function variableField(format: FieldFormat, body: Body, prefix: LengthPrefix): FieldCodec {
  const { read: readCount, write: writeCount } = prefixCodec(prefix);
  const count = countOf(format, prefix);
  const countMax = count.ofUnits(format.length);
  const filler = format.encoding === "bcd" && prefix.counts === "bytes" ? oddFiller(format) : undefined;
  return {
    name: format.name,
    read(reader) {
      const counted = readCount(reader);
      if (counted > countMax) throw decodeError(`The length is ${counted}, at most ${countMax} is allowed.`);
      const value = body.read(reader, count.toUnits(counted));
      return filler !== undefined && typeof value === "string" ? withoutOne(value, filler) : value;
    },
    write(writer, value) {
      const counted = count.ofUnits(body.units(value));
      if (counted > countMax) throw encodeError(`The length is ${counted}, at most ${countMax} is allowed.`);
      writeCount(writer, counted);
      body.write(writer, value);
    },
  };
}

interface Count {
  ofUnits(units: number): number;
  toUnits(count: number): number;
}

const same: Count = { ofUnits: (units) => units, toUnits: (count) => count };

const packedBytes: Count = { ofUnits: (units) => Math.ceil(units / 2), toUnits: (count) => count * 2 };

const hexCharacters: Count = {
  ofUnits: (units) => units * 2,
  toUnits(count) {
    if (count % 2 !== 0) throw decodeError(`The length of hexadecimal text is ${count}, an odd number.`);
    return count / 2;
  },
};

/** What the number counts, against what the format's length counts. */
export function countOf({ encoding }: Pick<FieldFormat, "encoding">, { counts }: LengthPrefix): Count {
  if (encoding === "bcd") return counts === "bytes" ? packedBytes : same;
  const isHex = encoding === "hex" || encoding === "ebcdic-hex";
  return isHex && counts !== "bytes" ? hexCharacters : same;
}

/**
 * When bytes are counted, nothing says that the number of digits was odd, save a filler that is no digit. A filler `0`
 * stays in the value: it may be one of its digits.
 */
function oddFiller({ oddDigit }: FieldFormat): Padding | undefined {
  return oddDigit?.nibble === "F" ? { side: oddDigit.side, character: "F" } : undefined;
}

function withoutOne(value: string, { side, character }: Padding): string {
  if (side === "left") return value.startsWith(character) ? value.slice(1) : value;
  return value.endsWith(character) ? value.slice(0, -1) : value;
}
