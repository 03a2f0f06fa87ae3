/** A bitmap and the fields that it names: the part that a message and a field with fields of its own have in common. */
import { decodeError, encodeError } from "@tillwire/bytes";
import type { ByteReader, ByteWriter } from "@tillwire/bytes";
import { emptyBitmap, hasBit, setBit, type BitmapCodec } from "./bitmap.ts";
import type { FieldCodec } from "./field-codec.ts";
import type { FieldValue, Fields } from "./message.ts";
import { inPlace, readIn } from "./place.ts";

/** Fields as read, and where the last of them began. */
export interface ReadFields {
  readonly fields: Fields;
  readonly last: { readonly number: number; readonly position: number };
}

/** Bitmap and fields. Errors name the field and never its value. */
export interface FieldSet {
  read(reader: ByteReader): ReadFields;
  write(writer: ByteWriter, fields: Fields): void;
  /** Writes a single field without the bitmap. */
  writeOne(writer: ByteWriter, number: number, value: FieldValue): void;
}

/** Makes a set of codecs by field number. */
export function fieldSet(codecs: readonly (FieldCodec | undefined)[], bitmap: BitmapCodec): FieldSet {
  const writeOne = (writer: ByteWriter, number: number, value: FieldValue): void => {
    const codec = codecs[number] ?? unknownField(number, encodeError);
    try {
      codec.write(writer, value);
    } catch (error) {
      throw inPlace(`Field ${number} (${codec.name})`, error);
    }
  };
  const readBitmap = readIn("The bitmap", bitmap.read);
  return {
    read(reader) {
      const present = readBitmap(reader);
      const fields: Record<number, FieldValue> = {};
      const end = Math.min(bitmap.lastField, present.length * 8);
      let last = { number: 0, position: reader.position };
      for (let number = bitmap.firstField; number <= end; number += 1) {
        if (!hasBit(present, number)) continue;
        last = { number, position: reader.position };
        fields[number] = readOne(codecs[number] ?? unknownField(number, decodeError), number, reader);
      }
      return { fields, last };
    },
    write(writer, fields) {
      const numbers = fieldNumbers(fields, bitmap);
      const present = emptyBitmap();
      for (const number of numbers) setBit(present, number);
      bitmap.write(writer, present);
      for (const number of numbers) writeOne(writer, number, valueOf(fields, number));
    },
    writeOne,
  };
}

function readOne(codec: FieldCodec, number: number, reader: ByteReader): FieldValue {
  const { position } = reader;
  try {
    return codec.read(reader);
  } catch (error) {
    throw inPlace(`Field ${number} (${codec.name}) at byte ${position}`, error);
  }
}

/** Keys that are numbers come in rising order (ECMAScript, OrdinaryOwnPropertyKeys), which is the order on the line. */
function fieldNumbers(fields: Fields, bitmap: BitmapCodec): number[] {
  return Object.keys(fields).map((key) => {
    const number = Number(key);
    if (String(number) === key && number >= bitmap.firstField && number <= bitmap.lastField) return number;
    throw encodeError(`"${key}" is not the number of a field, ${bitmap.firstField} to ${bitmap.lastField}.`);
  });
}

/** What is not a value at all (`undefined` from JavaScript) is refused by the field's body. */
function valueOf(fields: Fields, number: number): FieldValue {
  const value = fields[number];
  if (value === undefined) throw encodeError(`Field ${number} is undefined. Leave it out instead.`);
  return value;
}

function unknownField(number: number, error: typeof decodeError): never {
  throw error(`Field ${number} is present, and the dialect has no format for it. Add one to its fields.`);
}
