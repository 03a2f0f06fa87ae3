/** An accepted socket as a byte link. Reading waits for the reader, so that nothing piles up. */
import type { Socket } from "node:net";
import { TillwireError } from "@tillwire/plugin-api";
import type { ByteLink } from "@tillwire/plugin-api";

/** How long an orderly close may take before the socket is cut. */
const CLOSE_MS = 500;

/** Wraps a socket. */
export function socketLink(socket: Socket): ByteLink {
  let failure: Error | undefined;
  socket.on("error", (error) => (failure = error)); // told to whoever reads or sends

  async function* incoming(): AsyncGenerator<Uint8Array> {
    try {
      // Who stops reading may still have something to say: the socket stays. Without an encoding it gives buffers, which
      // its type does not say.
      const pieces = socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
      for await (const piece of pieces) yield piece;
    } catch (cause) {
      throw lost(cause);
    }
  }
  return {
    kind: "byte",
    incoming: incoming(),
    send: (bytes) =>
      new Promise((resolve, reject) => {
        if (!socket.writable) reject(lost(failure));
        else socket.write(bytes, (error) => (error ? reject(lost(error)) : resolve()));
      }),
    [Symbol.asyncDispose]: () => close(socket),
  };
}

/** Ends in order, so that what was sent arrives; whoever does not answer is cut off. */
function close(socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(() => socket.destroy(), CLOSE_MS);
    socket.once("close", () => {
      clearTimeout(late);
      resolve();
    });
    socket.end(() => socket.destroy());
  });
}

function lost(cause: unknown): TillwireError {
  return new TillwireError("LINK_LOST", { message: "The client's connection broke.", effect: "possible", cause });
}
