/** One session with the terminal, from greeting to end: questions and their answers, and whatever comes unasked. */
import { TillwireError } from "@tillwire/plugin-api";
import type { ByteLink, Clock } from "@tillwire/plugin-api";
import type { ClientMessage } from "../protocol/client-messages.ts";
import type { TerminalMessage, TerminalMessageOf } from "../protocol/terminal-messages.ts";
import type { Language, SessionError, Typed } from "./language.ts";
import type { ConnectionTimeouts } from "./settings.ts";
import { createWaiters } from "./waiters.ts";
import type { Match } from "./waiters.ts";
import { asLost, createWire } from "./wire.ts";
import { within } from "./within.ts";

/** How long to wait for an answer. */
export interface Patience {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A session that was greeted: with a terminal, where nothing else is said. */
export interface Connection<
  Incoming = TerminalMessage,
  Outgoing = ClientMessage,
  Welcome = TerminalMessageOf<"welcome">,
> extends AsyncDisposable {
  readonly welcome: Welcome;
  /** Resolves when it is over, with the reason. */
  readonly ended: Promise<TillwireError>;
  /**
   * Sends a message and waits for what fits. Rejects with `effect: "none"` when the message certainly did not leave,
   * with `effect: "possible"` for everything after that: `LINK_LOST`, `LINK_TIMEOUT`, `ABORTED`, what ended the session.
   */
  ask<Answer>(message: Outgoing, match: Match<Answer, Incoming>, patience: Patience): Promise<Answer>;
  /** Sends a message whose answer does not matter. Rejects as `ask` does. */
  tell(message: Outgoing): Promise<void>;
  /** Ends the session because of what the terminal said. */
  fail(error: TillwireError): void;
  /** From here on what nobody waits for is handed on; what came before it comes first. */
  listen(): void;
}

/** What a connection needs. */
export interface ConnectionOptions<Incoming extends Typed, Outgoing extends Typed, Welcome> {
  readonly language: Language<Incoming, Outgoing, Welcome>;
  readonly clock: Clock;
  readonly timeouts: ConnectionTimeouts;
  /** Gets, in order, what nobody waits for. */
  readonly onUnasked: (message: Incoming, connection: Connection<Incoming, Outgoing, Welcome>) => void;
}

/** Takes over a link, greets, and waits to be greeted. The link is closed when that fails. */
export async function openConnection<Incoming extends Typed, Outgoing extends Typed, Welcome>(
  link: ByteLink,
  options: ConnectionOptions<Incoming, Outgoing, Welcome>,
  signal: AbortSignal,
): Promise<Connection<Incoming, Outgoing, Welcome>> {
  const { timeouts, onUnasked, language } = options;
  const exchange = createExchange(link, options);
  try {
    const patience = { timeoutMs: timeouts.connectMs, signal };
    const welcome = await exchange.ask(language.hello, (message) => language.welcomeIn(message), patience);
    const listen = (): void => exchange.listen((message) => onUnasked(message, connection));
    const connection: Connection<Incoming, Outgoing, Welcome> = { ...exchange, welcome, listen };
    void keepTrying(connection, options);
    return connection;
  } catch (thrown) {
    await exchange[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** A session before it was greeted: what comes unasked waits until somebody listens. */
interface Exchange<Incoming, Outgoing> extends Omit<Connection<Incoming, Outgoing>, "welcome" | "listen"> {
  listen(onUnasked: (message: Incoming) => void): void;
}

function createExchange<Incoming extends Typed, Outgoing extends Typed, Welcome>(
  link: ByteLink,
  { clock, timeouts, language }: ConnectionOptions<Incoming, Outgoing, Welcome>,
): Exchange<Incoming, Outgoing> {
  const waiters = createWaiters<Incoming>();
  const early: Incoming[] = [];
  let listener = (message: Incoming): void => void early.push(message);

  const wire = createWire<Incoming, Outgoing>(link, {
    clock,
    sendMs: timeouts.sendMs,
    parse: (body) => language.parse(body),
    encode: (message) => language.encode(message),
    peer: language.peer,
    frameBytesMax: language.frameBytesMax,
    onMessage(message) {
      const error = language.errorIn(message);
      if (error !== undefined) wire.fail(thrownOut(error, language.peer));
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

/** Asks every now and then whether the other end is still there. */
async function keepTrying<Incoming extends Typed, Outgoing extends Typed, Welcome>(
  connection: Connection<Incoming, Outgoing, Welcome>,
  { clock, timeouts, language }: ConnectionOptions<Incoming, Outgoing, Welcome>,
): Promise<void> {
  const over = new AbortController();
  void connection.ended.then(() => over.abort());
  try {
    for (let count = 1; ; count++) {
      await clock.sleep(timeouts.pingEveryMs, over.signal);
      const match = (message: Incoming): true | undefined => (language.pongIn(message) === count ? true : undefined);
      await connection.ask(language.ping(count), match, { timeoutMs: timeouts.pongMs, signal: over.signal });
    }
  } catch (thrown) {
    connection.fail(asLost(thrown)); // no pong in time; or the session is over already, and this changes nothing
  }
}

function thrownOut({ code, message }: SessionError, peer: string): TillwireError {
  return new TillwireError("DEVICE_REFUSED", {
    message: `The ${peer} ended the session (${code}): ${message}`,
    effect: "possible",
  });
}

function notBegun(): TillwireError {
  return new TillwireError("ABORTED", { message: "It was stopped before it began.", effect: "none" });
}
