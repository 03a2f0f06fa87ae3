/**
 * Where the MAC of a message stands and what it covers. Computing it is the business of whoever holds the key; most hosts
 * compute it over everything from the message type up to the MAC field (ISO 8583:1987, 4.4; ISO 9807).
 */
import { ByteWriter, encodeError } from "@tillwire/bytes";
import type { Dialect, FieldFormat } from "./dialect.ts";
import type { FieldValue, Message } from "./message.ts";
import { messageWriter, writeMessage, type PreparedDialect, type ReadMessage } from "./prepared-dialect.ts";

const primaryMac = 64;
const secondaryMac = 128;

/** The two fields that can hold a MAC: the last bit of the first bitmap and of the second. */
export type MacField = typeof primaryMac | typeof secondaryMac;

/** A message that is complete but for its MAC. The arrays are views of one buffer, which {@link seal} completes. */
export interface UnsealedMessage {
  /** Which field the MAC goes into. Its bit is set already. */
  readonly number: MacField;
  /** What stands in front of the message type; empty without a header. */
  readonly header: Uint8Array;
  /** From the message type up to the MAC field: what most hosts compute it over. */
  readonly covered: Uint8Array;
  /**
   * Puts the MAC in and gives the whole message, in the same buffer. Call it once.
   * @throws TillwireError `REQUEST_INVALID` when the MAC does not have the length of the field.
   */
  seal(mac: Uint8Array): Uint8Array;
}

/** The MAC of a message that was received. The arrays are views of its bytes. */
export interface ReceivedMac {
  readonly number: MacField;
  /** The value of the field, to compare in constant time with what was computed. */
  readonly mac: FieldValue;
  readonly header: Uint8Array;
  readonly covered: Uint8Array;
}

/** Writes a message with room for its MAC. */
export function unsealed(
  prepared: PreparedDialect,
  { fields: formats }: Dialect,
  { message, number = lastMac(message) }: { readonly message: Message; readonly number: MacField | undefined },
): UnsealedMessage {
  const format = macFormat(formats[number], number);
  const beyond = Object.keys(message.fields).find((key) => Number(key) >= number);
  if (beyond !== undefined)
    throw encodeError(`Field ${beyond} cannot be there: field ${number}, the MAC, is the last.`);
  const writer = messageWriter(prepared);
  const room = new Uint8Array(format.length);
  const mtiPosition = writeMessage(prepared, writer, { ...message, fields: { ...message.fields, [number]: room } });
  const bytes = writer.finish();
  const macPosition = bytes.length - room.length * (format.encoding === "binary" ? 1 : 2);
  return {
    number,
    header: bytes.subarray(0, mtiPosition),
    covered: bytes.subarray(mtiPosition, macPosition),
    seal(mac) {
      const written = new ByteWriter();
      prepared.fields.writeOne(written, number, mac);
      bytes.set(written.finish(), macPosition);
      return bytes;
    },
  };
}

/** The standard's rule: the MAC is the last field of the last bitmap that is there. */
function lastMac({ fields }: Message): MacField {
  return Object.keys(fields).some((key) => Number(key) > primaryMac) ? secondaryMac : primaryMac;
}

function macFormat(format: FieldFormat | undefined, number: MacField): FieldFormat {
  const isBytes = format?.encoding === "binary" || format?.encoding === "hex" || format?.encoding === "ebcdic-hex";
  if (format !== undefined && isBytes && format.prefix === undefined) return format;
  throw encodeError(`Field ${number} of the dialect cannot hold a MAC: it has to be bytes of fixed length.`);
}

/** The MAC of a message as read, if its last field is one. */
export function receivedMac({ message, mtiPosition, last }: ReadMessage, bytes: Uint8Array): ReceivedMac | undefined {
  const { number, position } = last;
  if (number !== primaryMac && number !== secondaryMac) return undefined;
  const mac = message.fields[number];
  if (mac === undefined) return undefined;
  return { number, mac, header: bytes.subarray(0, mtiPosition), covered: bytes.subarray(mtiPosition, position) };
}
