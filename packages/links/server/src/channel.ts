/** A WebSocket as a channel: text only, reading held back, writing bounded, cut when it does not answer pings. */
import type { Channel, PosLimits, ServedPeer } from "@tillwire/plugin-api";
import type { WebSocket } from "ws";
import { unreadMessagesMax } from "./limits.ts";

/** RFC 6455, section 7.4.1. */
const closeUnsupportedData = 1_003;
/** Our own: the POS did not read its notifications. */
const closeTooSlow = 4_004;

/** What a channel is made of. */
export interface ChannelOptions {
  readonly peer: ServedPeer;
  readonly limits: PosLimits;
}

/** Wraps a socket. */
export function createChannel(socket: WebSocket, { peer, limits }: ChannelOptions): Channel {
  keepAlive(socket, limits.idleMs);
  return {
    peer,
    subprotocol: socket.protocol,
    incoming: incoming(socket),
    send(text) {
      if (socket.readyState !== socket.OPEN) return false;
      if (socket.bufferedAmount > limits.queuedBytes) {
        socket.close(closeTooSlow, "notifications are not read");
        return false;
      }
      socket.send(text);
      return true;
    },
    close: (code, reason) => socket.close(code, reason),
  };
}

/** Messages in order. The socket is paused while the platform is behind, so the network holds the sender back. */
function incoming(socket: WebSocket): AsyncIterable<string> {
  const unread: string[] = [];
  let wake: (() => void) | undefined;
  let ended = false;

  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (isBinary) {
      socket.close(closeUnsupportedData, "text messages only");
      return;
    }
    unread.push(data.toString("utf8"));
    if (unread.length >= unreadMessagesMax) socket.pause();
    wake?.();
  });
  socket.on("error", () => undefined); // what follows is `close`, and that is what matters
  socket.on("close", () => {
    ended = true;
    wake?.();
  });

  return {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = unread.shift();
        if (next !== undefined) {
          if (socket.isPaused && unread.length < unreadMessagesMax / 2) socket.resume();
          yield next;
        } else if (ended) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** Pings, and cuts a peer that has not answered for `idleMs`. */
function keepAlive(socket: WebSocket, idleMs: number): void {
  let answered = true;
  socket.on("pong", () => (answered = true));
  const timer = setInterval(() => {
    if (!answered && !socket.isPaused) return socket.terminate();
    answered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, idleMs / 2);
  timer.unref();
  socket.on("close", () => clearInterval(timer));
}
