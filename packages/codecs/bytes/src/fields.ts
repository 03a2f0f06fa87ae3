/**
 * Fields of fixed length as values: what a column of a protocol document says, checked once and used in both
 * directions by {@link defineLayout}.
 */
import { packDigits, unpackDigits } from "./bcd.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { equalBytes } from "./concat.ts";
import { decodeError, encodeError } from "./errors.ts";

/**
 * One field. `read` and `write` throw a TillwireError that says what is wrong without the value; the layout adds the
 * name. A field without a value of its own (a constant) has the name `null`.
 */
export interface Field<Name extends string | null, Value> {
  readonly name: Name;
  readonly byteCount: number;
  read(reader: ByteReader): Value;
  write(writer: ByteWriter, value: Value): void;
}

const onlyDigits = /^[0-9]*$/;

/** A number in ASCII digits, as text with leading zeros when read. Written shorter, it is filled with zeros in front. */
export function digits<const Name extends string>(name: Name, length: number): Field<Name, string> {
  return {
    name,
    byteCount: length,
    read(reader) {
      const number = reader.latin1(length);
      if (!onlyDigits.test(number)) throw decodeError("There is something else than digits.");
      return number;
    },
    write(writer, value) {
      writer.latin1(paddedDigits(value, length));
    },
  };
}

/** A number in packed digits. An odd count has a `0` in front. */
export function packedDigits<const Name extends string>(name: Name, length: number): Field<Name, string> {
  const byteCount = Math.ceil(length / 2);
  return {
    name,
    byteCount,
    read(reader) {
      const number = unpackDigits(reader.bytes(byteCount), byteCount * 2);
      if (!onlyDigits.test(number)) throw decodeError("There is something else than digits.");
      if (number.length > length && !number.startsWith("0")) {
        throw decodeError(`The number has more than ${length} digits.`);
      }
      return number.slice(-length);
    },
    write(writer, value) {
      writer.bytes(packDigits(paddedDigits(value, length)));
    },
  };
}

function paddedDigits(value: string, length: number): string {
  if (!onlyDigits.test(value)) throw encodeError("There is something else than digits.");
  if (value.length > length) throw encodeError(`${value.length} digits do not fit in ${length}.`);
  return value.padStart(length, "0");
}

/** Text of one byte a character, filled with spaces behind; read without them. */
export function text<const Name extends string>(name: Name, length: number): Field<Name, string> {
  return {
    name,
    byteCount: length,
    read(reader) {
      const filled = reader.latin1(length);
      let end = filled.length;
      while (end > 0 && filled.charCodeAt(end - 1) === 0x20) end -= 1;
      return filled.slice(0, end);
    },
    write(writer, value) {
      if (value.length > length) throw encodeError(`${value.length} characters do not fit in ${length}.`);
      writer.latin1(value.padEnd(length, " "));
    },
  };
}

/** Bytes as they are. Read as a view of the message. */
export function binary<const Name extends string>(name: Name, byteCount: number): Field<Name, Uint8Array> {
  return {
    name,
    byteCount,
    read: (reader) => reader.bytes(byteCount),
    write(writer, value) {
      if (value.length !== byteCount) throw encodeError(`${value.length} bytes stand where ${byteCount} belong.`);
      writer.bytes(value);
    },
  };
}

/** An unsigned number, the high byte first. */
export function unsigned<const Name extends string>(name: Name, byteCount: 1 | 2 | 3 | 4): Field<Name, number> {
  return {
    name,
    byteCount,
    read: (reader) => reader.unsigned(byteCount),
    write: (writer, value) => void writer.unsigned(value, byteCount),
  };
}

/** What always stands there: reserved places, message codes. Anything else is refused. */
export function constant(expected: string | Uint8Array): Field<null, void> {
  const bytes = typeof expected === "string" ? latin1Bytes(expected) : Uint8Array.from(expected);
  return {
    name: null,
    byteCount: bytes.length,
    read(reader) {
      if (!equalBytes(reader.bytes(bytes.length), bytes))
        throw decodeError("Something else stands where a constant belongs.");
    },
    write: (writer) => void writer.bytes(bytes),
  };
}

function latin1Bytes(value: string): Uint8Array {
  return Uint8Array.from(value, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xff) throw encodeError("A character of the constant does not fit in one byte.");
    return code;
  });
}
