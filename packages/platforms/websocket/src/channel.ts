/**
 * One connection: says hello, opens one session, then passes requests on and answers back, each exactly once. A POS that
 * goes away takes nothing with it but its own connection.
 */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Channel, ErrorCode, ErrorData, PlatformContext, PosCommand, PosSession } from "@tillwire/plugin-api";
import {
  closeCodes,
  encodeError,
  encodeEvent,
  encodeHello,
  encodeReply,
  encodeSession,
  parseRequest,
  versionRange,
} from "@tillwire/protocol";
import type { IncomingRequest, RequestId } from "@tillwire/protocol";

type SessionOpen = Extract<IncomingRequest, { readonly type: "session.open" }>;

/** Requests over the limit that are refused one by one; a POS that goes on and on is cut off. */
const overLimitMax = 100;

/** Serves a connection until it ends. */
export async function serveChannel(channel: Channel, context: PlatformContext): Promise<void> {
  const connection = createConnection(channel, context);
  const { limits } = context.bridge.describe();
  channel.send(hello(context));
  const opened = new AbortController();
  context.clock.sleep(limits.handshakeMs, opened.signal).then(
    () => connection.expire(),
    () => undefined, // a session was opened, or the connection is gone
  );
  try {
    for await (const text of channel.incoming) {
      connection.receive(text);
      if (connection.hasSession()) opened.abort();
    }
  } finally {
    opened.abort();
    await connection.end();
  }
}

function hello({ bridge, random }: PlatformContext): string {
  const { version, mode, keyId, limits } = bridge.describe();
  const nonce = Array.from(random(24), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return encodeHello({ versions: versionRange(), bridge: { version, mode, keyId }, limits, nonce });
}

interface Connection {
  receive(text: string): void;
  hasSession(): boolean;
  /** The time for the handshake is over. */
  expire(): void;
  end(): Promise<void>;
}

function createConnection(channel: Channel, { bridge, log }: PlatformContext): Connection {
  const { limits } = bridge.describe();
  const inFlight = new Set<string | number>();
  let session: PosSession | undefined;
  let overLimit = 0;

  function refuse(id: RequestId, error: ErrorData): void {
    channel.send(encodeError(id, error));
  }

  function receive(text: string): void {
    const parsed = parseRequest(text, limits.messageBytes);
    if (!parsed.ok) return refuse(parsed.id, parsed.error);
    const { request } = parsed;
    if (request.type === "session.open") return open(request);
    if (!session) return refuse(request.id, problem("SESSION_REQUIRED", "Send session.open first, once."));
    if (inFlight.has(request.id)) {
      return refuse(request.id, problem("REQUEST_INVALID", "A request with this id is still being answered."));
    }
    if (inFlight.size >= limits.requestsInFlight) return refuseOverLimit(request.id);
    void pass(session, request.id, request.command);
  }

  function refuseOverLimit(id: string | number): void {
    const message = `At most ${limits.requestsInFlight} requests may be open at once; wait for answers.`;
    refuse(id, problem("LIMIT_REACHED", message));
    overLimit += 1;
    if (overLimit >= overLimitMax) channel.close(closeCodes.tooManyRequests, "too many requests in flight");
  }

  async function pass(to: PosSession, id: string | number, command: PosCommand): Promise<void> {
    inFlight.add(id);
    const reply = await to.request(command);
    inFlight.delete(id);
    channel.send(encodeReply(id, reply));
  }

  function open({ id, version, pos }: SessionOpen): void {
    if (session) return refuse(id, problem("REQUEST_INVALID", "The session is open already."));
    const { min, max } = versionRange();
    if (version < min || version > max) {
      const range = min === max ? `version ${min}` : `versions ${min} to ${max}`;
      refuse(id, problem("VERSION_UNSUPPORTED", `This bridge speaks ${range} of the protocol.`));
      channel.close(closeCodes.handshakeRefused, "version unsupported");
      return;
    }
    session = bridge.openSession(pos, (event) => channel.send(encodeEvent(event)));
    log.info("session-opened", { pos: pos.name, address: channel.peer.address });
    void answerOpen(session, id, version);
  }

  /** The lanes are asked for like any other question, so that they are as durable as everything that is told. */
  async function answerOpen(opened: PosSession, id: string | number, version: number): Promise<void> {
    const reply = await opened.request({ type: "lane.list" });
    if (reply.kind === "error") return refuse(id, reply.error);
    const { sessionId, openPayments } = opened;
    channel.send(encodeSession(id, { sessionId, version, openPayments, lanes: reply.result.lanes }));
  }

  return {
    receive,
    hasSession: () => session !== undefined,
    expire() {
      refuse(null, problem("SESSION_REQUIRED", `No session was opened within ${limits.handshakeMs} ms.`));
      channel.close(closeCodes.handshakeTimeout, "no session");
    },
    end: async () => {
      await session?.[Symbol.asyncDispose]();
    },
  };
}

function problem(code: ErrorCode, message: string): ErrorData {
  return errorData(new TillwireError(code, { message, effect: "none" }));
}
