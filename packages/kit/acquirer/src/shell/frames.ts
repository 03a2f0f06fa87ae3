/** Cuts a stream of bytes into messages: two bytes of length in front, which do not count themselves. */
import { concatBytes, decodeError } from "@tillwire/bytes";
import { lengthBytes, messageBytesMax } from "../dialect.ts";

/** The shortest message there is: TPDU, type, bitmap. */
const messageBytesMin = 15;

/** Collects bytes and gives whole messages. Holds one message at most beyond what it was given. */
export interface FrameReader {
  /** The messages that are whole now. @throws TillwireError `FRAME_INVALID` for a length that no message has. */
  push(bytes: Uint8Array): Uint8Array[];
}

/** A reader for one line. */
export function createFrameReader(): FrameReader {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    push(bytes) {
      rest = concatBytes(rest, bytes);
      const messages: Uint8Array[] = [];
      for (
        let length = lengthOf(rest);
        length !== undefined && rest.length >= lengthBytes + length;
        length = lengthOf(rest)
      ) {
        messages.push(rest.slice(lengthBytes, lengthBytes + length));
        rest = rest.subarray(lengthBytes + length);
      }
      return messages;
    },
  };
}

/** A message with its length in front. */
export function frame(message: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(message.length >> 8, message.length & 0xff), message);
}

function lengthOf(bytes: Uint8Array): number | undefined {
  const [high, low] = bytes;
  if (high === undefined || low === undefined) return undefined;
  const length = high * 256 + low;
  if (length >= messageBytesMin && length <= messageBytesMax) return length;
  throw decodeError(`A message of this dialect has ${messageBytesMin} to ${messageBytesMax} bytes, not ${length}.`);
}
