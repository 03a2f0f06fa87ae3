/** Two ends of one connection, in memory: what one sends, the other gets. Behaves like a socket, faults included. */
import type { ByteLink, Clock } from "@tillwire/plugin-api";
import { createBytePipe } from "./byte-pipe.ts";
import type { BytePipe } from "./byte-pipe.ts";
import { createVirtualClock } from "./virtual-clock.ts";

/** As a socket's buffers, more or less. */
const BUFFER_BYTES = 65_536;

/**
 * How a link in memory behaves. All of it may be left out. A delay needs the clock that it is waited on.
 * @public
 */
export type MemoryLinkOptions = {
  /** Sizes of the pieces in which bytes arrive, used in turn, such as `[1]` or `[3, 1, 200]`. Else a send is one piece. */
  readonly pieceBytes?: readonly number[];
  /** A send waits while more than this many bytes are on the way or unread. 65,536 when left out. */
  readonly bufferBytes?: number;
} & (
  | { readonly clock: Clock; readonly delayMs?: number }
  | { readonly clock?: undefined; readonly delayMs?: undefined }
);

/**
 * One end. Disposing it closes in order: what was sent still arrives, then the other end's `incoming` ends.
 * @public
 */
export interface MemoryLink extends ByteLink {
  /** Half-close: sends nothing more, still receives. */
  end(): void;
}

/**
 * Which end: `near` is the plugin's, `far` the peer's.
 * @public
 */
export type LinkEnd = "near" | "far";

/**
 * Something that was sent.
 * @public
 */
export interface SentBytes {
  /** Which end sent it. */
  readonly from: LinkEnd;
  /** When, by the monotonic clock of the pair, in milliseconds. */
  readonly atMs: number;
  /** What one call of `send` was given; how it arrives is another matter. */
  readonly bytes: Uint8Array;
}

/**
 * A connection in memory.
 * @public
 */
export interface MemoryLinkPair {
  /** The plugin's end. */
  readonly near: MemoryLink;
  /** The peer's end: the test's own, or that of a virtual peer. */
  readonly far: MemoryLink;
  /** Everything that was sent, in order, lost or not; copies. `atMs` is monotonic. */
  readonly sent: readonly SentBytes[];
  /** Breaks the connection: what has not arrived is lost, and both ends get `LINK_LOST`. */
  cut(): void;
  /** From now on everything sent is lost, and nobody is told: a pulled cable. */
  silence(): void;
}

/**
 * Makes two joined links.
 * @public
 */
export function createMemoryLinkPair(options: MemoryLinkOptions = {}): MemoryLinkPair {
  const clock = options.clock ?? createVirtualClock();
  const { delayMs = 0, pieceBytes = [], bufferBytes = BUFFER_BYTES } = options;
  const sent: SentBytes[] = [];
  const newPipe = (from: LinkEnd): BytePipe => {
    const onSend = (bytes: Uint8Array): void => {
      sent.push({ from, atMs: clock.monotonicMs(), bytes: bytes.slice() });
    };
    return createBytePipe({ clock, delayMs, pieceBytes, bufferBytes, onSend });
  };
  const toFar = newPipe("near");
  const toNear = newPipe("far");
  return {
    near: linkEnd(toFar, toNear),
    far: linkEnd(toNear, toFar),
    sent,
    cut: () => {
      toFar.cut();
      toNear.cut();
    },
    silence: () => {
      toFar.silence();
      toNear.silence();
    },
  };
}

function linkEnd(outgoing: BytePipe, incoming: BytePipe): MemoryLink {
  return {
    kind: "byte",
    incoming: incoming.incoming,
    send: outgoing.send,
    end: outgoing.end,
    [Symbol.asyncDispose]: async () => {
      outgoing.end();
      incoming.abandon();
    },
  };
}
