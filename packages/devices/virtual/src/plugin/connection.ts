/** One session with the terminal, from greeting to end: questions and their answers, and whatever comes unasked. */
import { TillwireError } from "@tillwire/plugin-api";
import type { ByteLink, Clock } from "@tillwire/plugin-api";
import type { ClientMessage } from "../protocol/client-messages.ts";
import { PROTOCOL_VERSION } from "../protocol/limits.ts";
import type { TerminalMessage, TerminalMessageOf } from "../protocol/terminal-messages.ts";
import { version } from "../version.ts";
import type { Timeouts } from "./settings.ts";
import { createWaiters } from "./waiters.ts";
import type { Match } from "./waiters.ts";
import { asLost, createWire } from "./wire.ts";
import { within } from "./within.ts";

/** How long to wait for an answer. */
export interface Patience {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A session that was greeted. */
export interface Connection extends AsyncDisposable {
  readonly welcome: TerminalMessageOf<"welcome">;
  /** Resolves when it is over, with the reason. */
  readonly ended: Promise<TillwireError>;
  /**
   * Sends a message and waits for what fits. Rejects with `effect: "none"` when the message certainly did not leave,
   * with `effect: "possible"` for everything after that: `LINK_LOST`, `LINK_TIMEOUT`, `ABORTED`, what ended the session.
   */
  ask<Answer>(message: ClientMessage, match: Match<Answer>, patience: Patience): Promise<Answer>;
  /** Sends a message whose answer does not matter. Rejects as `ask` does. */
  tell(message: ClientMessage): Promise<void>;
  /** Ends the session because of what the terminal said. */
  fail(error: TillwireError): void;
}

/** What a connection needs. */
export interface ConnectionOptions {
  readonly clock: Clock;
  readonly timeouts: Timeouts;
  /** Gets, in order, what nobody waits for. */
  readonly onUnasked: (message: TerminalMessage, connection: Connection) => void;
}

/** Takes over a link, greets, and waits to be greeted. The link is closed when that fails. */
export async function openConnection(
  link: ByteLink,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const { clock, timeouts, onUnasked } = options;
  const exchange = createExchange(link, options);
  const greeting = { type: "hello", versions: [PROTOCOL_VERSION], client: `tillwire ${version}` } as const;
  const match: Match<Connection["welcome"]> = (message) => (message.type === "welcome" ? message : undefined);
  try {
    const welcome = await exchange.ask(greeting, match, { timeoutMs: timeouts.connectMs, signal });
    const connection: Connection = { welcome, ...exchange };
    exchange.listen((message) => onUnasked(message, connection));
    void keepTrying(connection, clock, timeouts);
    return connection;
  } catch (thrown) {
    await exchange[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** A session before it was greeted: what comes unasked waits until somebody listens. */
interface Exchange extends Omit<Connection, "welcome"> {
  listen(onUnasked: (message: TerminalMessage) => void): void;
}

function createExchange(link: ByteLink, { clock, timeouts }: ConnectionOptions): Exchange {
  const waiters = createWaiters();
  const early: TerminalMessage[] = [];
  let listener = (message: TerminalMessage): void => void early.push(message);

  const wire = createWire(link, {
    clock,
    sendMs: timeouts.sendMs,
    onMessage(message) {
      if (message.type === "error") wire.fail(thrownOut(message));
      else if (!waiters.offer(message)) listener(message);
    },
  });
  void wire.ended.then(waiters.fail);
  return {
    ended: wire.ended,
    fail: wire.fail,
    tell: wire.send,
    listen(onUnasked) {
      for (const message of early.splice(0)) onUnasked(message);
      listener = onUnasked;
    },
    async ask(message, match, { timeoutMs, signal }) {
      if (signal?.aborted) throw notBegun();
      const waiter = waiters.wait(match);
      try {
        const answered = wire.send(message).then(() => waiter.answer);
        return await within(answered, { clock, timeoutMs, signal, what: `The answer to ${message.type}` });
      } finally {
        waiter.leave();
      }
    },
    [Symbol.asyncDispose]: async () => await wire[Symbol.asyncDispose](),
  };
}

/** Asks every now and then whether the terminal is still there. */
async function keepTrying(connection: Connection, clock: Clock, timeouts: Timeouts): Promise<void> {
  const over = new AbortController();
  void connection.ended.then(() => over.abort());
  try {
    for (let count = 1; ; count++) {
      await clock.sleep(timeouts.pingEveryMs, over.signal);
      const match: Match<true> = (message) => (message.type === "pong" && message.count === count ? true : undefined);
      await connection.ask({ type: "ping", count }, match, { timeoutMs: timeouts.pongMs, signal: over.signal });
    }
  } catch (thrown) {
    connection.fail(asLost(thrown)); // no pong in time; or the session is over already, and this changes nothing
  }
}

function thrownOut({ code, message }: TerminalMessageOf<"error">): TillwireError {
  return new TillwireError("DEVICE_REFUSED", {
    message: `The terminal ended the session (${code}): ${message}`,
    effect: "possible",
  });
}

function notBegun(): TillwireError {
  return new TillwireError("ABORTED", { message: "It was stopped before it began.", effect: "none" });
}
