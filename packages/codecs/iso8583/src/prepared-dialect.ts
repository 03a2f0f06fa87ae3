/** A dialect with everything prepared that reading and writing need: codecs by field number, tables, header, limits. */
import { ByteReader, ByteWriter, decodeError, encodeError } from "@tillwire/bytes";
import { messageBitmap } from "./bitmap.ts";
import { checkDialect } from "./check-dialect.ts";
import { codePages } from "./code-pages.ts";
import type { Dialect } from "./dialect.ts";
import { fieldCodec, fieldCodecs, type FieldCodec } from "./field-codec.ts";
import { fieldSet, type FieldSet, type ReadFields } from "./field-set.ts";
import { headerCodec, type HeaderCodec } from "./header.ts";
import type { Message } from "./message.ts";
import { readIn } from "./place.ts";

/** The longest message where the framing states none: what a length of two bytes can say. */
const defaultMessageBytesMax = 65_535;
const mtiDigits = 4;
const isMti = /^[0-9]{4}$/;

export interface PreparedDialect {
  readonly messageBytesMax: number;
  readonly header: HeaderCodec;
  readonly readMti: (reader: ByteReader) => string;
  readonly writeMti: FieldCodec["write"];
  readonly fields: FieldSet;
}

/** Checks a dialect and prepares it. @throws TillwireError `SETTINGS_INVALID` that names every mistake. */
export function prepareDialect(dialect: Dialect): PreparedDialect {
  checkDialect(dialect);
  const codePage = codePages[dialect.codePage ?? "cp037"];
  const { encoding, length } = dialect.bitmap;
  const mti = fieldCodec({ name: "message type", encoding: dialect.mti, length: mtiDigits }, codePage);
  return {
    messageBytesMax: dialect.framing?.messageBytesMax ?? defaultMessageBytesMax,
    header: headerCodec(dialect.header),
    readMti: mtiReader(mti),
    writeMti: mti.write,
    fields: fieldSet(fieldCodecs(dialect.fields, codePage), messageBitmap(length, { encoding, codePage })),
  };
}

function mtiReader({ read }: FieldCodec): (reader: ByteReader) => string {
  return readIn("The message type", (reader) => {
    const mti = read(reader);
    if (typeof mti !== "string" || !isMti.test(mti)) throw decodeError("It is not four digits.");
    return mti;
  });
}

/** A message as read, and where its parts began. */
export interface ReadMessage {
  readonly message: Message;
  readonly mtiPosition: number;
  readonly last: ReadFields["last"];
}

/** Reads one whole message. */
export function readMessage(prepared: PreparedDialect, bytes: Uint8Array): ReadMessage {
  if (bytes.length > prepared.messageBytesMax) {
    throw decodeError(`The message has ${bytes.length} bytes, at most ${prepared.messageBytesMax} are allowed.`);
  }
  const reader = new ByteReader(bytes);
  const header = prepared.header.read(reader);
  const mtiPosition = reader.position;
  const mti = prepared.readMti(reader);
  const { fields, last } = prepared.fields.read(reader);
  reader.expectEnd();
  return { message: header === undefined ? { mti, fields } : { mti, header, fields }, mtiPosition, last };
}

/** Writes header, message type, bitmap and fields; gives where the message type begins. */
export function writeMessage(prepared: PreparedDialect, writer: ByteWriter, message: Message): number {
  if (!isMti.test(message.mti)) throw encodeError("The message type is not four digits.");
  prepared.header.write(writer, message.header);
  const mtiPosition = writer.length;
  prepared.writeMti(writer, message.mti);
  prepared.fields.write(writer, message.fields);
  return mtiPosition;
}

/** A writer that refuses a message which is too long for the dialect. */
export function messageWriter(prepared: PreparedDialect): ByteWriter {
  return new ByteWriter(prepared.messageBytesMax);
}
