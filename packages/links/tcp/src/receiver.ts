/**
 * What a socket received, in order and within a bound, for one reader. What arrived before the connection broke can
 * still be read after it: an answer that has arrived counts.
 */
import type { Socket } from "node:net";

type Ending = { readonly kind: "ended" } | { readonly kind: "lost"; readonly error: Error };

export interface Receiver {
  readonly incoming: AsyncIterable<Uint8Array>;
  /** Nothing more will come. The first call counts. */
  finish(ending: Ending): void;
  /** Nobody reads any more: `incoming` ends, and what still comes is thrown away. */
  discard(): void;
}

export function createReceiver(socket: Socket, unreadBytesMax: number): Receiver {
  const pieces: Uint8Array[] = [];
  let unreadBytes = 0;
  let ending: Ending | undefined;
  let discarded = false;
  let wake = (): void => undefined;

  socket.on("data", (chunk: Buffer) => {
    if (discarded) return;
    // A plain array: a Buffer's slice() shares memory, which readers of a Uint8Array do not expect.
    pieces.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    unreadBytes += chunk.byteLength;
    if (unreadBytes >= unreadBytesMax) socket.pause();
    wake();
  });

  async function* read(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const piece = pieces.shift();
      if (piece !== undefined) {
        unreadBytes -= piece.byteLength;
        if (unreadBytes < unreadBytesMax) socket.resume();
        yield piece;
      } else if (discarded || ending?.kind === "ended") return;
      else if (ending?.kind === "lost") throw ending.error;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    incoming: read(),
    finish: (how) => {
      ending ??= how;
      wake();
    },
    discard: () => {
      discarded = true;
      pieces.length = 0;
      socket.resume();
      wake();
    },
  };
}
