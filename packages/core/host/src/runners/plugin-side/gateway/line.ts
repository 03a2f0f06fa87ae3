/**
 * A line to a payment host: sends messages, and gives each answer to the one request that it answers. What answers
 * nobody, too late or never asked for, is logged and dropped. It knows nothing of what messages mean.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { ByteLink, Clock, GatewayStepResult, Logger } from "@tillwire/plugin-api";
import { failure } from "../../../logs/logger.ts";
import type { StreamShape } from "./connector.ts";
import { createDeframer, frame } from "./framing.ts";
import { createMatcher } from "./matcher.ts";

/** What came of sending a message. Aborted: the wait was stopped on request. */
export type Exchanged = GatewayStepResult | { readonly type: "aborted"; readonly left: "no" | "maybe" };

/** How long an answer is waited for. */
export interface Wait {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A line that is open. */
export interface Line {
  /** Sends one message and waits for its answer. Throws for a message that cannot be sent: nothing has left then. */
  exchange(message: Uint8Array, wait: Wait): Promise<Exchanged>;
  /** When a message last went either way, by the monotonic clock. */
  readonly lastMessageMs: number;
  /** Resolves when the line has ended: with the error that ended it, or with nothing once it was closed. */
  readonly ended: Promise<TillwireError | undefined>;
  /** Ends the line. Whoever waits is told that it was lost. Never rejects. */
  close(reason?: TillwireError): Promise<void>;
}

/** What a line is made of. */
export interface LineOptions {
  readonly link: ByteLink;
  readonly shape: StreamShape;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Opens a line over a link. */
export function createLine({ link, shape, clock, log }: LineOptions): Line {
  const matcher = createMatcher({ matchKey: (message) => shape.matchKey(message), log });
  const ended = Promise.withResolvers<TillwireError | undefined>();
  const deframer = createDeframer(shape.framing);
  let open = true;
  let lastMessageMs = clock.monotonicMs();

  async function close(reason?: TillwireError): Promise<void> {
    if (!open) return;
    open = false;
    matcher.endAll();
    ended.resolve(reason);
    try {
      await link[Symbol.asyncDispose]();
    } catch (thrown) {
      log.warn("close-failed", failure(thrown));
    }
  }
  const lose = (thrown: unknown): void => void close(lineLost(thrown));
  async function read(): Promise<void> {
    try {
      for await (const piece of link.incoming) {
        for (const message of deframer.push(piece)) {
          lastMessageMs = clock.monotonicMs();
          matcher.receive(message);
        }
      }
      lose(undefined);
    } catch (thrown) {
      lose(thrown);
    }
  }
  async function exchange(message: Uint8Array, { timeoutMs, signal }: Wait): Promise<Exchanged> {
    const framed = frame(message, shape.framing);
    if (!open) return { type: "no-answer", left: "no", cause: "unreachable" };
    const expected = matcher.expect(message);
    const [late, done] = [new AbortController(), new AbortController()];
    clock.sleep(timeoutMs, done.signal).then(
      () => late.abort(),
      () => undefined, // the exchange was quicker
    );
    const stop = AbortSignal.any([signal, late.signal]);
    const without = (left: "no" | "maybe"): Exchanged => {
      if (signal.aborted) return { type: "aborted", left };
      return { type: "no-answer", left, cause: late.signal.aborted ? "timeout" : "link-lost" };
    };
    try {
      lastMessageMs = clock.monotonicMs();
      await link.send(framed, stop);
      const answer = await Promise.race([expected.arrived, stopped(stop)]);
      return answer === undefined ? without("maybe") : { type: "answer", answer };
    } catch (thrown) {
      const left = TillwireError.is(thrown) && thrown.effect === "none" ? "no" : "maybe";
      if (left === "maybe") lose(thrown); // half a message may be out: whatever follows would be read as its rest
      return without(left);
    } finally {
      done.abort();
      expected.end();
    }
  }

  void read();
  return {
    exchange,
    get lastMessageMs() {
      return lastMessageMs;
    },
    ended: ended.promise,
    close,
  };
}

function stopped(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

function lineLost(thrown: unknown): TillwireError {
  if (TillwireError.is(thrown)) return thrown;
  const message = "The payment host closed the line. It is connected again by itself.";
  return new TillwireError("LINK_LOST", { message, effect: "possible", cause: thrown });
}
