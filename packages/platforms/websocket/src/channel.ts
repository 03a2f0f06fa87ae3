/**
 * One connection: says hello, opens one session, then passes requests on and answers back. A POS that goes away takes
 * nothing with it but its own connection.
 */
import type { Channel, PlatformContext } from "@tillwire/plugin-api";
import { closeCodes, createCodec, encodeError } from "@tillwire/protocol";
import type { ParsedRequest } from "@tillwire/protocol";
import { createDesk } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { helloOf, openSession } from "./handshake.ts";
import type { OpenSession } from "./handshake.ts";
import { createLine } from "./line.ts";
import type { Line } from "./line.ts";
import { problem } from "./problem.ts";

/** RFC 6455, section 7.4.1: a message too large. */
const closeTooLarge = 1_009;

/** Serves a connection until it ends. */
export async function serveChannel(channel: Channel, context: PlatformContext): Promise<void> {
  const line = createLine(channel);
  const connection = createConnection(line, context);
  const done = new AbortController();
  void limitHandshake(connection, context, done.signal);
  line.send(helloOf(context));
  try {
    // While a session is being opened nothing else is read, so nothing can overtake its answer.
    for await (const text of channel.incoming) {
      await connection.receive(text);
      if (line.closing) break;
    }
  } finally {
    done.abort();
    await connection.end();
  }
}

async function limitHandshake(connection: Connection, context: PlatformContext, done: AbortSignal): Promise<void> {
  const { handshakeMs } = context.bridge.describe().limits;
  try {
    await context.clock.sleep(handshakeMs, done);
  } catch {
    return; // the connection has ended
  }
  connection.endHandshake(handshakeMs);
}

interface Connection {
  receive(text: string): Promise<void>;
  /** The time for the handshake is over. */
  endHandshake(afterMs: number): void;
  end(): Promise<void>;
}

function createConnection(line: Line, context: PlatformContext): Connection {
  const { limits } = context.bridge.describe();
  const newest = createCodec({ messageBytesMax: limits.messageBytes });
  let open: (OpenSession & { readonly desk: Desk }) | undefined;

  /** Before the session every message is `session.open`, or an error. */
  async function receiveFirst(parsed: ParsedRequest): Promise<void> {
    if (!parsed.ok) {
      line.send(encodeError(parsed.id, parsed.error, parsed.number));
      if (parsed.error.code === "VERSION_UNSUPPORTED") line.close(closeCodes.handshakeRefused, "version unsupported");
      return;
    }
    const { request } = parsed;
    if (request.type === "command") {
      line.send(encodeError(request.id, problem("SESSION_REQUIRED", "Send session.open first, once.")));
      return;
    }
    const opened = await openSession(request, { line, context });
    if (!opened) {
      line.close(closeCodes.handshakeRefused, "the session could not be opened");
      return;
    }
    open = { ...opened, desk: createDesk({ ...opened, line, requestsInFlightMax: limits.requestsInFlight }) };
    context.log.info("session-opened", { pos: request.pos.name, session: opened.session.sessionId });
  }

  function receiveLater(parsed: ParsedRequest, desk: Desk): void {
    if (!parsed.ok) desk.refuse(parsed.id, parsed.error, parsed.number);
    else if (parsed.request.type === "command") desk.take(parsed.request.id, parsed.request.command);
    else desk.refuse(parsed.request.id, problem("REQUEST_INVALID", "The session is open already."));
  }

  return {
    async receive(text) {
      const parsed = (open?.codec ?? newest).parse(text);
      if (open) receiveLater(parsed, open.desk);
      else await receiveFirst(parsed);
      if (!parsed.ok && parsed.error.code === "REQUEST_TOO_LARGE") line.close(closeTooLarge, "message too large");
    },
    endHandshake(afterMs) {
      if (open) return;
      line.send(encodeError(null, problem("SESSION_REQUIRED", `No session was opened within ${afterMs} ms.`)));
      line.close(closeCodes.handshakeTimeout, "no session");
    },
    async end() {
      if (!open) return;
      await open.session[Symbol.asyncDispose]();
      context.log.info("session-closed", { session: open.session.sessionId });
    },
  };
}
