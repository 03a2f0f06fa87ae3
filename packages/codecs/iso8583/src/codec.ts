/** The codec of a dialect: messages to bytes and back. Says nothing about whether their content makes sense. */
import type { Dialect } from "./dialect.ts";
import { receivedMac, unsealed, type ReceivedMac, type UnsealedMessage } from "./mac.ts";
import type { Message } from "./message.ts";
import { messageWriter, prepareDialect, readMessage, writeMessage } from "./prepared-dialect.ts";

/** Reads and writes the messages of one dialect. Holds no state: it can be used by many lines at once. */
export interface MessageCodec {
  readonly dialect: Dialect;
  /**
   * Writes a message, without the length that a stream puts in front.
   * @throws TillwireError `REQUEST_INVALID` that names the field and never its value.
   */
  encode(message: Message): Uint8Array;
  /**
   * Reads one whole message, without the length in front. The result holds copies only.
   * @throws TillwireError `FRAME_INVALID` that names the field and its position; also for bytes left over.
   */
  decode(bytes: Uint8Array): Message;
  /**
   * First step of writing a message with a MAC: everything, with room for the MAC at the end. `number` says which field
   * it is; when absent, 128 if the message has a field above 64, else 64 (ISO 8583:1987, 4.4: it is the last one).
   */
  encodeForMac(message: Message, number?: 64 | 128): UnsealedMessage;
  /** Reads a message, and gives what is needed to check its MAC when its last field is one. */
  decodeWithMac(bytes: Uint8Array): { readonly message: Message; readonly mac?: ReceivedMac };
}

/**
 * Checks a dialect and makes its codec. Worth keeping: everything that can be prepared is prepared here.
 * @throws TillwireError `SETTINGS_INVALID` that names every field of the dialect with a mistake, and the mistake.
 * @example compileDialect(iso87Ascii).decode(bytes).fields[39]
 */
export function compileDialect(dialect: Dialect): MessageCodec {
  const prepared = prepareDialect(dialect);
  return {
    dialect,
    encode(message) {
      const writer = messageWriter(prepared);
      writeMessage(prepared, writer, message);
      return writer.finish();
    },
    decode: (bytes) => readMessage(prepared, bytes).message,
    encodeForMac: (message, number) => unsealed(prepared, dialect, { message, number }),
    decodeWithMac(bytes) {
      const read = readMessage(prepared, bytes);
      const mac = receivedMac(read, bytes);
      return mac === undefined ? { message: read.message } : { message: read.message, mac };
    },
  };
}
