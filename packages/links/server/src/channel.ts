/** A WebSocket as a channel: text only, read no faster than the platform reads, written within a bound. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Channel, ServedPeer } from "@tillwire/plugin-api";
import type { WebSocket } from "ws";
import type { Limits } from "./limits.ts";
import { cutWhenSilent } from "./liveness.ts";

/** RFC 6455, section 7.4.1. */
export const closeCodes = { normal: 1_000, goingAway: 1_001, unsupportedData: 1_003, internalError: 1_011 } as const;
/** RFC 6455, section 5.5: a control frame carries 125 bytes, two of them the code. */
const REASON_BYTES_MAX = 123;

export interface OpenChannel {
  readonly channel: Channel;
  /** Ends the connection at once. */
  readonly cut: () => void;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
}

/** What a channel is made for. */
export interface ChannelOptions {
  readonly peer: ServedPeer;
  /** The platform's code for one who does not read. */
  readonly tooSlowCode: number;
}

export function createChannel(socket: WebSocket, { peer, tooSlowCode }: ChannelOptions, limits: Limits): OpenChannel {
  cutWhenSilent(socket, limits.idleMs);
  socket.on("error", () => undefined); // `close` follows, and that is what matters
  const channel: Channel = {
    peer,
    subprotocol: socket.protocol,
    incoming: readText(socket, limits),
    send(text) {
      if (socket.readyState !== socket.OPEN) return false;
      if (socket.bufferedAmount > limits.queuedBytes) {
        socket.close(tooSlowCode, "notifications are not read");
        return false;
      }
      socket.send(text);
      return true;
    },
    close: (code, reason) => closeSocket(socket, code, reason),
  };
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return { channel, cut: () => socket.terminate(), closed };
}

/** Messages in order. While the platform is behind, the socket is not read, so that the network holds the sender back. */
function readText(socket: WebSocket, { unreadMessages, messageBytes }: Limits): AsyncIterable<string> {
  const unread: { readonly text: string; readonly bytes: number }[] = [];
  let unreadBytes = 0;
  let ended = false;
  let wake = (): void => undefined;
  const isBehind = (): boolean => unread.length >= unreadMessages || unreadBytes >= messageBytes;

  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return;
    if (isBinary) {
      socket.close(closeCodes.unsupportedData, "text messages only");
      return;
    }
    unread.push({ text: data.toString("utf8"), bytes: data.byteLength });
    unreadBytes += data.byteLength;
    if (isBehind()) socket.pause();
    wake();
  });
  socket.on("close", () => {
    ended = true;
    wake();
  });

  return (async function* read() {
    for (;;) {
      const next = unread.shift();
      if (next !== undefined) {
        unreadBytes -= next.bytes;
        if (socket.isPaused && !isBehind()) socket.resume();
        yield next.text;
      } else if (ended) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  })();
}

function closeSocket(socket: WebSocket, code: number, reason: string): void {
  if (!isSendable(code)) {
    const message = `A platform closed a channel with ${code}, which is no code that can be sent. Use 1000 or 4000 to 4999.`;
    throw new TillwireError("PLUGIN_FAILED", { message, effect: "none" });
  }
  socket.close(code, clipUtf8(reason, REASON_BYTES_MAX));
}

/** RFC 6455, section 7.4. */
function isSendable(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  const standard = code >= 1_000 && code <= 1_014 && ![1_004, 1_005, 1_006].includes(code);
  return standard || (code >= 3_000 && code <= 4_999);
}

/** Cuts between characters, not within one. */
function clipUtf8(text: string, bytesMax: number): Buffer {
  const clipped = new Uint8Array(bytesMax);
  const { written } = new TextEncoder().encodeInto(text, clipped);
  return Buffer.from(clipped.buffer, 0, written);
}
