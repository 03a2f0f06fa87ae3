/**
 * One direction of a link in memory: pieces leave, travel for a while, arrive, are read. Bounded like a socket: a send
 * waits while more than `bufferBytes` are on the way or unread.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock, Effect } from "@tillwire/plugin-api";
import { createNotifier } from "./notifier.ts";

export interface BytePipeOptions {
  readonly clock: Clock;
  readonly delayMs: number;
  /** Sizes of the pieces that arrive, used in turn. Empty: a send arrives in one piece. */
  readonly pieceBytes: readonly number[];
  readonly bufferBytes: number;
  /** Told of everything that is sent, lost or not. */
  readonly onSend: (bytes: Uint8Array) => void;
}

export interface BytePipe {
  readonly incoming: AsyncIterable<Uint8Array>;
  send(bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** The sender says that nothing more will come; what is on the way still arrives. */
  end(): void;
  /** The reader does not read any more: what is sent from now on is lost, as on a socket whose peer has gone. */
  abandon(): void;
  /** What has not arrived is lost, and both sides find out. */
  cut(): void;
  /** What is sent from now on is lost, and nobody finds out. */
  silence(): void;
}

export function createBytePipe(options: BytePipeOptions): BytePipe {
  const changed = createNotifier();
  const travel = new AbortController();
  const split = splitter(options.pieceBytes);
  const arrived: Uint8Array[] = [];
  let queuedBytes = 0; // on the way or unread
  let sendingEnded = false;
  let endArrived = false;
  let abandoned = false;
  let broken = false;
  let silent = false;

  function deliver(arrive: () => void): void {
    const land = (): void => {
      if (!broken) arrive();
      changed.notify();
    };
    if (options.delayMs === 0) land();
    else options.clock.sleep(options.delayMs, travel.signal).then(land, changed.notify); // rejects when cut: it is lost
  }

  async function send(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    refuseAborted(signal, "none");
    if (sendingEnded || broken) throw lost("none");
    options.onSend(bytes);
    if (silent || abandoned) return;
    for (const piece of split(bytes)) {
      queuedBytes += piece.length;
      deliver(() => arrived.push(piece));
    }
    while (queuedBytes > options.bufferBytes && !abandoned) {
      if (broken || sendingEnded) throw lost("possible");
      refuseAborted(signal, "possible");
      await changed.wait(signal);
    }
  }

  async function* read(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const piece = abandoned ? undefined : arrived.shift();
      if (piece !== undefined) {
        queuedBytes -= piece.length;
        changed.notify();
        yield piece;
      } else if (abandoned || endArrived) return;
      else if (broken) throw lost("possible");
      else await changed.wait();
    }
  }

  function end(): void {
    if (sendingEnded) return;
    sendingEnded = true;
    if (!silent) deliver(() => (endArrived = true));
    changed.notify();
  }

  return {
    incoming: read(),
    send,
    end,
    abandon: () => {
      abandoned = true;
      changed.notify();
    },
    cut: () => {
      broken = true;
      travel.abort();
      changed.notify();
    },
    silence: () => {
      silent = true;
    },
  };
}

/** Copies, so that a sender may use its buffer again. */
function splitter(sizes: readonly number[]): (bytes: Uint8Array) => readonly Uint8Array[] {
  let turn = 0;
  return (bytes) => {
    const pieces: Uint8Array[] = [];
    for (let start = 0; start < bytes.length; turn++) {
      const size = Math.max(sizes[turn % sizes.length] ?? bytes.length, 1);
      pieces.push(bytes.slice(start, start + size));
      start += size;
    }
    return pieces;
  };
}

function lost(effect: Effect): TillwireError {
  return new TillwireError("LINK_LOST", { message: "The link in memory is closed or was cut.", effect });
}

function refuseAborted(signal: AbortSignal | undefined, effect: Effect): void {
  if (signal?.aborted !== true) return;
  throw new TillwireError("ABORTED", { message: "Sending was stopped on request.", effect, cause: signal.reason });
}
