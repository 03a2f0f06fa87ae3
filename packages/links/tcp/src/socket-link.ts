/** A byte link over an open socket. Knows nothing of messages: what is sent together may arrive apart. */
import type { Socket } from "node:net";
import type { ByteLink } from "@tillwire/plugin-api";
import { aborted, linkLost } from "./failures.ts";
import type { TcpLimits } from "./limits.ts";
import { createReceiver } from "./receiver.ts";

/** `peer`: how messages name the other side. */
export function createSocketLink(socket: Socket, peer: string, limits: TcpLimits): ByteLink {
  const receiver = createReceiver(socket, limits.unreadBytes);
  let failure: Error | undefined;
  let closing: Promise<void> | undefined;
  let lastWrite: Promise<unknown> = Promise.resolve();

  socket.on("error", (error) => {
    failure ??= error;
  });
  socket.on("end", () => receiver.finish({ kind: "ended" }));
  socket.on("close", () => receiver.finish({ kind: "lost", error: linkLost(peer, "possible", failure) }));

  function write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (closing !== undefined || !socket.writable) {
        reject(linkLost(peer, "none", failure));
        return;
      }
      socket.write(bytes, (error) => {
        if (error) reject(linkLost(peer, "possible", failure ?? error));
        else resolve();
      });
    });
  }

  /** One at a time, so that a send that has to wait for its turn can be stopped with certainly nothing sent. */
  function send(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    let begun = false;
    const written = lastWrite.then(() => {
      if (signal?.aborted === true) return;
      begun = true;
      return write(bytes);
    });
    lastWrite = written.catch(() => undefined); // told to the one who sent; the next one finds out by itself
    return untilAborted(written, signal, (by) => aborted(peer, begun ? "possible" : "none", by));
  }

  function close(): Promise<void> {
    return new Promise((resolve) => {
      receiver.discard();
      if (socket.closed) {
        resolve();
        return;
      }
      const timer = setTimeout(() => socket.destroy(), limits.closeMs);
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      socket.end();
    });
  }

  return {
    kind: "byte",
    incoming: receiver.incoming,
    send,
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
}

function untilAborted(
  work: Promise<void>,
  signal: AbortSignal | undefined,
  failure: (signal: AbortSignal) => Error,
): Promise<void> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(failure(signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
