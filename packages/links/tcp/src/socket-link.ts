/**
 * A connected socket as a byte link. Reading is held back when the plugin is slow, so memory is bounded by the socket's
 * own buffer; what was certainly not sent is told apart from what may have left.
 */
import type { Socket } from "node:net";
import type { ByteLink } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";

/** How long an orderly close may take before the socket is cut. */
const closeWithinMs = 1_000;

/** Wraps a socket. `peer` is for messages. */
export function socketLink(socket: Socket, peer: string): ByteLink {
  let failure: Error | undefined;
  socket.on("error", (error) => (failure = error)); // read where it matters: by whoever reads or sends

  async function* incoming(): AsyncGenerator<Uint8Array> {
    try {
      // Reading a socket this way pauses it while nobody asks for more.
      for await (const chunk of socket as AsyncIterable<Buffer>) yield new Uint8Array(chunk);
    } catch (cause) {
      throw lost(peer, { effect: "possible", cause });
    }
  }

  return {
    kind: "byte",
    incoming: incoming(),
    send: (bytes, signal) => send(socket, bytes, { peer, signal, failure: () => failure }),
    [Symbol.asyncDispose]: () => close(socket),
  };
}

interface Sending {
  readonly peer: string;
  readonly signal: AbortSignal | undefined;
  readonly failure: () => Error | undefined;
}

function send(socket: Socket, bytes: Uint8Array, { peer, signal, failure }: Sending): Promise<void> {
  if (signal?.aborted) {
    return Promise.reject(new TillwireError("ABORTED", { message: "Sending was stopped before it began.", effect: "none" }));
  }
  if (socket.destroyed || !socket.writable) return Promise.reject(lost(peer, { effect: "none", cause: failure() }));
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(new TillwireError("ABORTED", { message: "Sending was stopped on the way.", effect: "possible" }));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    socket.write(bytes, (cause) => {
      signal?.removeEventListener("abort", onAbort);
      if (cause) reject(lost(peer, { effect: "possible", cause }));
      else resolve();
    });
  });
}

/** Ends in order, so that what was sent arrives; a peer that does not answer is cut off after a while. */
function close(socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), closeWithinMs);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.end(() => socket.destroy());
  });
}

function lost(peer: string, { effect, cause }: { readonly effect: "none" | "possible"; readonly cause: unknown }): TillwireError {
  const message = `The connection to ${peer} broke. If it goes on, check cable and network.`;
  return new TillwireError("LINK_LOST", { message, effect, cause });
}
