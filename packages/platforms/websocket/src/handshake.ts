/**
 * The beginning of a session: hello, and the answer to `session.open`. A POS is told what is still open before anything
 * else, so events that come in between wait for that answer.
 */
import { errorData } from "@tillwire/plugin-api";
import type { BridgeEvent, ErrorData, PlatformContext, PosReply, PosSession } from "@tillwire/plugin-api";
import { base64Url, createCodec, encodeError, encodeHello, versionRange } from "@tillwire/protocol";
import type { Codec, IncomingRequest } from "@tillwire/protocol";
import type { Line } from "./line.ts";
import { problem } from "./problem.ts";

/** A session that its POS knows of. */
export interface OpenSession {
  readonly codec: Codec;
  readonly session: PosSession;
}

/** What a handshake needs. */
export interface Handshake {
  readonly line: Line;
  readonly context: PlatformContext;
}

/** Random bytes of the hello: twice what a signature scheme of 128 bits asks for. */
const nonceBytes = 32;

/** Events that wait for the answer to `session.open`, which takes as long as a list of lanes. */
const waitingEventsMax = 1_000;

/** The first message of a connection. */
export function helloOf({ bridge, random }: PlatformContext): string {
  const { name, version, mode, keyId, limits } = bridge.describe();
  const nonce = base64Url(random(nonceBytes));
  return encodeHello({ versions: versionRange(), bridge: { name, version, mode, keyId }, limits, nonce });
}

/** Opens the session and answers. Gives nothing when it could not be opened; the POS has been told then. */
export async function openSession(
  { id, version, pos }: Extract<IncomingRequest, { readonly type: "session.open" }>,
  { line, context }: Handshake,
): Promise<OpenSession | undefined> {
  const { bridge } = context;
  const { mode, limits } = bridge.describe();
  function refuse(error: ErrorData): undefined {
    line.send(encodeError(id, error));
    return undefined;
  }
  if (mode === "live") return refuse(problem("PERMISSION_DENIED", onlyPaired));

  const codec = createCodec({ version, messageBytesMax: limits.messageBytes });
  const events = createGate(line, codec);
  const session = bridge.openSession(pos, events.tell);
  const reply = await lanesOf(session);
  if (reply.kind === "error") {
    await session[Symbol.asyncDispose]();
    return refuse(reply.error);
  }
  const { sessionId, openPayments } = session;
  line.send(codec.encodeSession(id, { sessionId, version, openPayments, lanes: reply.result.lanes }));
  events.open();
  return { codec, session };
}

/** The lanes are asked for like any other question, so that they are as durable as everything that is told. */
async function lanesOf(session: PosSession): Promise<PosReply<"lane.list">> {
  try {
    return await session.request({ type: "lane.list" });
  } catch (thrown) {
    return { kind: "error", error: errorData(thrown) };
  }
}

/** Holds events back until the POS knows of its session. */
function createGate(line: Line, codec: Codec) {
  let waiting: BridgeEvent[] | undefined = [];
  function send(event: BridgeEvent): void {
    const text = codec.encodeEvent(event);
    if (text !== undefined) line.send(text);
  }
  return {
    tell(event: BridgeEvent): void {
      if (!waiting) send(event);
      else if (waiting.length < waitingEventsMax) waiting.push(event);
      else line.close(closeBusy, "more is happening than a new session can be told");
    },
    open(): void {
      const held = waiting ?? [];
      waiting = undefined;
      held.forEach(send);
    },
  };
}

/** RFC 6455 registry, "try again later". */
const closeBusy = 1_013;

const onlyPaired =
  "A live bridge takes paired POS only, and this version cannot pair. Run the bridge in demo mode, or upgrade it.";
