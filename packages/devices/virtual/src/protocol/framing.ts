/** Cuts a stream of bytes into frames, and makes frames. Knows nothing of what is in them. */
import { TillwireError } from "@tillwire/plugin-api";
import { FRAME_BYTES_MAX, FRAME_HEADER_BYTES } from "./limits.ts";

/** Puts the length in front. Throws `FRAME_INVALID` for an empty or too long body. */
export function encodeFrame(body: Uint8Array): Uint8Array {
  return encodeFrameWithin(body, FRAME_BYTES_MAX);
}

/** {@link encodeFrame} for a protocol with a limit of its own. */
export function encodeFrameWithin(body: Uint8Array, maxBytes: number): Uint8Array {
  assertLength(body.length, maxBytes);
  const frame = new Uint8Array(FRAME_HEADER_BYTES + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, FRAME_HEADER_BYTES);
  return frame;
}

/** Collects pieces of any size. It holds one frame at most. */
export interface FrameReader {
  /** The bodies of the frames that this piece completes. Throws `FRAME_INVALID`: the stream is of no use any more. */
  push(piece: Uint8Array): readonly Uint8Array[];
}

/** Makes a reader for one stream. */
export function createFrameReader(maxBytes = FRAME_BYTES_MAX): FrameReader {
  const header = newPart(FRAME_HEADER_BYTES);
  let body: Part | undefined;
  return {
    push(piece) {
      const bodies: Uint8Array[] = [];
      for (let rest = piece; rest.length > 0;) {
        rest = fill(body ?? header, rest);
        if (body !== undefined && isFull(body)) {
          bodies.push(body.bytes);
          body = undefined;
          header.filled = 0;
        } else if (body === undefined && isFull(header)) {
          const length = new DataView(header.bytes.buffer).getUint32(0);
          assertLength(length, maxBytes);
          body = newPart(length);
        }
      }
      return bodies;
    },
  };
}

interface Part {
  readonly bytes: Uint8Array;
  filled: number;
}

function newPart(length: number): Part {
  return { bytes: new Uint8Array(length), filled: 0 };
}

function isFull({ bytes, filled }: Part): boolean {
  return filled === bytes.length;
}

/** Takes what fits, and gives back the rest. */
function fill(part: Part, piece: Uint8Array): Uint8Array {
  const taken = piece.subarray(0, part.bytes.length - part.filled);
  part.bytes.set(taken, part.filled);
  part.filled += taken.length;
  return piece.subarray(taken.length);
}

function assertLength(length: number, maxBytes: number): void {
  if (length >= 1 && length <= maxBytes) return;
  throw new TillwireError("FRAME_INVALID", {
    message: `A frame has 1 to ${maxBytes} bytes, this one claims ${length}. Check that both sides speak this protocol.`,
    effect: "possible",
  });
}
