/** Reads the body of a request, all of it or not at all. */
import type { IncomingMessage } from "node:http";

export type BodyResult =
  | { readonly kind: "read"; readonly body: Uint8Array }
  | { readonly kind: "too-large" }
  /** The other side went away in the middle of it. */
  | { readonly kind: "gone" };

export function readBody(request: IncomingMessage, bytesMax: number): Promise<BodyResult> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return Promise.resolve({ kind: "too-large" });
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let length = 0;
    request.on("data", (piece: Buffer) => {
      length += piece.byteLength;
      if (length <= bytesMax) {
        pieces.push(piece);
        return;
      }
      request.pause(); // what is left is never read: the connection is closed with the answer
      resolve({ kind: "too-large" });
    });
    request.on("end", () => resolve({ kind: "read", body: new Uint8Array(Buffer.concat(pieces, length)) }));
    request.on("error", () => resolve({ kind: "gone" }));
    request.on("close", () => resolve({ kind: "gone" }));
  });
}
