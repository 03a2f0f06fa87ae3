/**
 * One connection with an open session: hello, the choice of a version, the introduction, then typed requests. It is
 * made once and ends once; reconnecting is done elsewhere.
 */
import { closeCodes, protocolVersion, subprotocol } from "@tillwire/protocol/wire";
import type { Hello, MethodName, Methods, SessionOpenResult } from "@tillwire/protocol/wire";
import { abortError, childAbort } from "./abort.ts";
import { Channel } from "./channel.ts";
import type { SocketEnd } from "./channel.ts";
import { clientError, toClientError } from "./client-error.ts";
import type { ClientError } from "./client-error.ts";
import { deferred } from "./deferred.ts";
import type { IncomingFrame } from "./frames.ts";
import { chooseVersion, readHello } from "./hello.ts";
import { clientLimits } from "./limits.ts";
import type { ResolvedOptions } from "./options.ts";
import { networkPermission } from "./permission.ts";
import { readResult } from "./results.ts";
import type { WebSocketLike } from "./web-socket.ts";

export interface Connection {
  readonly isOpen: boolean;
  /** Who the bridge says that it is. */
  readonly bridge: Hello["bridge"];
  /** What the bridge said when the session opened. */
  readonly session: SessionOpenResult;
  /** Resolves with the reason when the connection has ended. */
  readonly closed: Promise<ClientError>;
  /** Aborted with `CONNECTION_LOST` when the connection has ended, or with `CLIENT_CLOSED`. */
  readonly ended: AbortSignal;
  /** Sends at once, or rejects. Rejects with what the bridge says, or with `CONNECTION_LOST`. */
  request<Method extends MethodName>(
    method: Method,
    params: Methods[Method]["params"],
  ): Promise<Methods[Method]["result"]>;
}

export interface ConnectionOptions {
  readonly options: ResolvedOptions;
  readonly stop: AbortSignal;
  onNotification(frame: Extract<IncomingFrame, { kind: "notification" }>): void;
  onOddity(error: ClientError): void;
}

/** Rejects with why there is no connection. */
export async function openConnection(setup: ConnectionOptions): Promise<Connection> {
  const { options, stop } = setup;
  const hello = deferred<unknown>();
  let complaint: ClientError | undefined;
  const channel = new Channel({
    socket: openSocket(options),
    clock: options.clock,
    onOddity(error) {
      if (error.code !== "PROTOCOL_VIOLATION") complaint = error;
      setup.onOddity(error);
    },
    onNotification(frame) {
      if (frame.method === "bridge.hello") hello.resolve(frame.params);
      else setup.onNotification(frame);
    },
    // What the bridge complained of before there was a session is why there is none.
    explain: (end) => (end.hadSession ? undefined : complaint) ?? explainEnd(end, options.url),
  });
  const end = (): void => channel.fail(abortError(stop));
  stop.addEventListener("abort", end, { once: true });
  void channel.closed.then(() => stop.removeEventListener("abort", end));
  const timer = childAbort(stop);
  void limitOpening(channel, options, timer.signal);
  try {
    return await introduce(channel, options, await Promise.race([hello.promise, failureOf(channel)]));
  } catch (thrown) {
    const error = await namePermission(channel.isOpen ? toClientError(thrown) : await channel.closed, options);
    channel.fail(error);
    throw error;
  } finally {
    timer.abort();
  }
}
async function introduce(channel: Channel, { pos, url }: ResolvedOptions, greeting: unknown): Promise<Connection> {
  const { versions, bridge, limits } = readHello(greeting, url);
  const version = chooseVersion(versions, protocolVersion);
  channel.applyLimits(limits);

  async function request<Method extends MethodName>(
    method: Method,
    params: Methods[Method]["params"],
  ): Promise<Methods[Method]["result"]> {
    return readResult(method, await channel.request(method, params, method === "payment.sale"));
  }

  const session = await request("session.open", { version, pos });
  channel.noteSession();
  return {
    get isOpen() {
      return channel.isOpen;
    },
    bridge,
    session,
    closed: channel.closed,
    ended: channel.ended,
    request,
  };
}

async function failureOf(channel: Channel): Promise<never> {
  throw await channel.closed;
}

/** A connection that is not open in time is given up; while the browser asks its user, there is time. */
async function limitOpening(channel: Channel, options: ResolvedOptions, stop: AbortSignal): Promise<void> {
  try {
    await options.clock.sleep(clientLimits.connectMs, stop);
    const isAsking = !channel.wasOpen && (await networkPermission(options.permissions)) === "prompt";
    if (isAsking) await options.clock.sleep(clientLimits.promptMs, stop);
  } catch {
    return; // It opened, or failed, in time.
  }
  if (stop.aborted) return;
  channel.fail(clientError("BRIDGE_UNREACHABLE", `The bridge at ${options.url} did not open a session in time.`));
}

function openSocket({ webSocket: Socket, url }: ResolvedOptions): WebSocketLike {
  try {
    return new Socket(url, [subprotocol]);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw clientError("BRIDGE_BLOCKED", `No connection may be made from here to ${url}: ${detail}`, { cause });
  }
}

/** Closings that say nothing about this POS: going away, cut, restarting, too much to do, too slow a start. */
const passingCodes: readonly unknown[] = [1_001, 1_005, 1_006, 1_012, 1_013, closeCodes.handshakeTimeout, undefined];

/** Names the error for a socket that ended by itself. */
function explainEnd({ wasOpen, hadSession, code, reason }: SocketEnd, url: string): ClientError {
  if (!wasOpen) {
    const message = `Nothing answers at ${url}. Check that the bridge is running, its address, and that it allows this page.`;
    return clientError("BRIDGE_UNREACHABLE", message);
  }
  const said = `the connection to ${url} (code ${code ?? "none"}${reason === "" ? "" : `: ${reason}`}).`;
  if (hadSession) return clientError("CONNECTION_LOST", `The bridge or the network closed ${said}`);
  if (passingCodes.includes(code))
    return clientError("BRIDGE_UNREACHABLE", `The bridge is not ready; it closed ${said}`);
  return clientError("BRIDGE_REFUSED", `The bridge refused and closed ${said}`);
}

/** Browsers do not tell a page why a connection failed; their permission does. */
async function namePermission(error: ClientError, { permissions, url }: ResolvedOptions): Promise<ClientError> {
  if (error.code !== "BRIDGE_UNREACHABLE" || (await networkPermission(permissions)) !== "denied") return error;
  const message = `The browser does not let this page reach ${url}. Allow it local network access for this site.`;
  return clientError("BRIDGE_BLOCKED", message, { cause: error });
}
