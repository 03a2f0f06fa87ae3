/**
 * Messages over one link, until the first thing that is not as it should be: then it is over, for good. It knows
 * nothing of who waits for what.
 */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { ByteLink, Clock } from "@tillwire/plugin-api";
import { createFrameReader } from "../protocol/framing.ts";
import { within } from "./within.ts";

/** What a wire needs. */
export interface WireOptions<Incoming, Outgoing> {
  /** Throws for bytes that are no message. */
  readonly parse: (body: Uint8Array) => Incoming;
  readonly encode: (message: Outgoing) => Uint8Array;
  readonly clock: Clock;
  /** How long bytes may take to leave. */
  readonly sendMs: number;
  readonly onMessage: (message: Incoming) => void;
  readonly frameBytesMax: number;
  /** What is at the other end, for people: `terminal`. */
  readonly peer: string;
}

/** Messages in both directions. */
export interface Wire<Outgoing> extends AsyncDisposable {
  /** Resolves when it is over, with the reason, whose effect is always `possible`. */
  readonly ended: Promise<TillwireError>;
  /** In the order of the calls. Rejects with `effect: "none"` when the message certainly did not leave. */
  send(message: Outgoing): Promise<void>;
  /** Ends it for this reason. */
  fail(error: TillwireError): void;
}

/** Takes over a link and starts to read. */
export function createWire<Incoming, Outgoing>(
  link: ByteLink,
  options: WireOptions<Incoming, Outgoing>,
): Wire<Outgoing> {
  const { clock, sendMs, onMessage, parse, encode, peer, frameBytesMax } = options;
  const over = Promise.withResolvers<TillwireError>();
  let reason: TillwireError | undefined;
  let sending: Promise<void> = Promise.resolve();

  function fail(error: TillwireError): void {
    if (reason !== undefined) return;
    reason = error;
    over.resolve(error);
    void link[Symbol.asyncDispose]();
  }
  async function read(): Promise<TillwireError> {
    const reader = createFrameReader(frameBytesMax);
    for await (const piece of link.incoming) {
      for (const body of reader.push(piece)) {
        if (reason !== undefined) return reason;
        onMessage(parse(body));
      }
    }
    return new TillwireError("LINK_LOST", { message: `The ${peer} closed the connection.`, effect: "possible" });
  }
  async function leave(bytes: Uint8Array): Promise<void> {
    if (reason !== undefined) throw notSent(reason);
    try {
      await within(link.send(bytes), { clock, timeoutMs: sendMs, what: "Room for the bytes" });
    } catch (thrown) {
      fail(asLost(thrown)); // half a message may have left: nothing can follow it
      throw thrown;
    }
  }

  read().then(fail, (thrown: unknown) => fail(asLost(thrown)));
  return {
    ended: over.promise,
    fail,
    send(message) {
      const left = sending.then(() => leave(encode(message)));
      sending = left.catch(() => undefined); // told to who sent it
      return left;
    },
    async [Symbol.asyncDispose]() {
      fail(new TillwireError("ABORTED", { message: "The connection was closed on our side.", effect: "possible" }));
      await link[Symbol.asyncDispose]();
    },
  };
}

function notSent({ code, message }: TillwireError): TillwireError {
  return new TillwireError(code, { message, effect: "none" });
}

/** Whatever ends a session may have left money moved, so it never counts as harmless. */
export function asLost(thrown: unknown): TillwireError {
  const { code, message } = errorData(thrown);
  return new TillwireError(code, { message, effect: "possible", cause: thrown });
}
