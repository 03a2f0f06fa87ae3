/**
 * Framing: cuts messages out of a stream of bytes, and puts the length in front of those that go out, as the connector
 * describes it in data. It sets one message aside and no more; a length that cannot be is an error, since nobody knows
 * any more where the next message begins.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { StreamFraming } from "@tillwire/plugin-api";

/** Cuts messages out of a stream. */
export interface Deframer {
  /** Takes the next piece, of any size; gives the messages that it completes. Throws `FRAME_INVALID`. */
  push(piece: Uint8Array): Iterable<Uint8Array>;
}

/** Begins a stream. */
export function createDeframer(framing: StreamFraming): Deframer {
  const { lengthBytes } = framing;
  const buffer = new Uint8Array(lengthBytes + framing.messageBytesMax);
  let filled = 0;
  let messageBytes: number | undefined; // unknown until the length has come

  return {
    *push(piece) {
      for (let taken = 0; taken < piece.length;) {
        const wanted = lengthBytes + (messageBytes ?? 0) - filled;
        const part = piece.subarray(taken, taken + wanted);
        buffer.set(part, filled);
        filled += part.length;
        taken += part.length;
        if (part.length < wanted) return;
        if (messageBytes === undefined) messageBytes = readLength(buffer.subarray(0, lengthBytes), framing);
        else {
          yield buffer.slice(lengthBytes, filled);
          filled = 0;
          messageBytes = undefined;
        }
      }
    },
  };
}

/** The message with its length in front. Throws `FRAME_INVALID` for one that the dialect cannot have. */
export function frame(message: Uint8Array, framing: StreamFraming): Uint8Array {
  if (!isLength(message.length, framing)) {
    throw invalid(
      `a message of ${message.length} bytes, which ${boundsOf(framing)}`,
      "The connector has to be corrected",
    );
  }
  const { lengthBytes, countsItself, encoding } = framing;
  const framed = new Uint8Array(lengthBytes + message.length);
  const length = message.length + (countsItself ? lengthBytes : 0);
  if (encoding === "ascii") framed.set(new TextEncoder().encode(String(length).padStart(lengthBytes, "0")));
  else
    for (let index = 0; index < lengthBytes; index++)
      framed[index] = (length >>> (8 * (lengthBytes - 1 - index))) & 255;
  framed.set(message, lengthBytes);
  return framed;
}

/** The most that the length field of a framing can say about a message. */
export function messageBytesPossible({
  lengthBytes,
  countsItself,
  encoding,
}: Omit<StreamFraming, "messageBytesMax">): number {
  const largest = encoding === "ascii" ? 10 ** lengthBytes - 1 : 256 ** lengthBytes - 1;
  return largest - (countsItself ? lengthBytes : 0);
}

function readLength(field: Uint8Array, framing: StreamFraming): number {
  const length =
    framing.encoding === "ascii" ? readDigits(field) : field.reduce((value, byte) => value * 256 + byte, 0);
  const messageBytes = length - (framing.countsItself ? field.length : 0);
  if (isLength(messageBytes, framing)) return messageBytes;
  const told = Number.isNaN(length)
    ? "a length that is no number"
    : `a length of ${length}, which ${boundsOf(framing)}`;
  throw invalid(told, "Check that length, header and port are those of the payment host");
}

function readDigits(field: Uint8Array): number {
  const text = new TextDecoder("latin1").decode(field);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function isLength(messageBytes: number, { headerBytes, messageBytesMax }: StreamFraming): boolean {
  return messageBytes > headerBytes && messageBytes <= messageBytesMax; // NaN is neither
}

function boundsOf({ headerBytes, messageBytesMax }: StreamFraming): string {
  return `is not more than ${headerBytes} and at most ${messageBytesMax}`;
}

function invalid(what: string, remedy: string): TillwireError {
  return new TillwireError("FRAME_INVALID", { message: `The line carries ${what}. ${remedy}.`, effect: "possible" });
}
