/**
 * Platform plugins: how a POS reaches the bridge in its own platform's language. A platform opens no listener: it asks
 * the host to serve a path and gets requests and channels that have passed the door (host name, origin, limits).
 */
import type { BridgeEvent } from "./bridge-events.ts";
import type { PosCommand, PosReply } from "./commands.ts";
import type { PluginContext } from "./context.ts";
import type { PaymentView } from "./payment.ts";
import type { QuestionKind } from "./questions.ts";
import type { Manifest } from "./plugin.ts";

/**
 * A POS that has introduced itself.
 * @public
 */
export interface PosDescription {
  /** The POS application's name for itself: `corner-shop till 2`. */
  readonly name: string;
  readonly version?: string;
  /** Questions that this POS can put to a person. Others take their default at once. */
  readonly asks: readonly QuestionKind[];
  readonly display: boolean;
  readonly print: boolean;
}

/**
 * What platforms may tell about the bridge before a session is open.
 * @public
 */
export interface BridgeDescription {
  readonly version: string;
  readonly mode: "demo" | "live";
  /** Identifies the bridge's own signing key. */
  readonly keyId: string;
  readonly limits: PosLimits;
}

/**
 * Every limit that a POS can meet. Each has one default, in the host.
 * @public
 */
export interface PosLimits {
  readonly messageBytes: number;
  readonly requestsInFlight: number;
  readonly connections: number;
  /** A connection that has not opened a session by then is closed. */
  readonly handshakeMs: number;
  /** A connection that does not answer pings for so long is closed. */
  readonly idleMs: number;
  /** Notifications that wait for a slow reader; beyond it the connection is closed, and the POS asks again. */
  readonly queuedBytes: number;
}

/**
 * The way into the engine for one POS. Closing it changes no payment.
 * @public
 */
export interface PosSession extends AsyncDisposable {
  readonly sessionId: string;
  /** Payments that were not final, or not acknowledged, when the session opened: told to the POS before anything else. */
  readonly openPayments: readonly PaymentView[];
  /** Exactly one reply to each command; never rejects. */
  request<Command extends PosCommand>(command: Command): Promise<PosReply<Command["type"]>>;
}

/**
 * What a platform gets to reach the engine.
 * @public
 */
export interface BridgePort {
  describe(): BridgeDescription;
  /** `notify` is called in order, with what concerns this POS; it must not block. */
  openSession(pos: PosDescription, notify: (event: BridgeEvent) => void): PosSession;
}

/**
 * Who is at the other end of a channel or request, as the door found out.
 * @public
 */
export interface ServedPeer {
  readonly address: string;
  readonly origin?: string;
  /** Loopback, or behind TLS. */
  readonly secure: boolean;
}

/**
 * A WebSocket that has passed the door. Text messages only; binary ones are refused by the door.
 * @public
 */
export interface Channel {
  readonly peer: ServedPeer;
  readonly subprotocol: string;
  /** Ends when the other side is gone, for whatever reason. Can be read once. */
  readonly incoming: AsyncIterable<string>;
  /** False when the channel is closed or its queue was full; a full queue closes the channel. Never blocks. */
  send(text: string): boolean;
  close(code: number, reason: string): void;
}

/**
 * A request that has passed the door, body read within the limits.
 * @public
 */
export interface ServedRequest {
  readonly peer: ServedPeer;
  readonly method: string;
  /** Path and query below the served path. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * The answer to a {@link ServedRequest}. An async iterable body is streamed (server-sent events).
 * @public
 */
export interface ServedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | AsyncIterable<string>;
}

/**
 * What a platform wants served at a path.
 * @public
 */
export interface ServedEndpoint {
  /** Starts with `/`. One endpoint a path. */
  readonly path: string;
  readonly http?: (request: ServedRequest) => Promise<ServedResponse>;
  readonly webSocket?: {
    readonly subprotocols: readonly [string, ...string[]];
    /** Resolves when the platform is done with the channel. What it throws closes the channel with 1011. */
    readonly accept: (channel: Channel) => Promise<void>;
  };
}

/**
 * What a platform plugin gets.
 * @public
 */
export interface PlatformContext extends PluginContext {
  readonly bridge: BridgePort;
  /** Serves the endpoint until the returned handle is disposed. */
  serve(endpoint: ServedEndpoint): AsyncDisposable;
}

/**
 * A platform plugin, as {@link definePlatform} makes it.
 * @public
 */
export interface PlatformPlugin<Settings = unknown> extends Manifest<"platform", Settings> {
  /** Starts serving; disposing the result stops it and closes its channels. */
  start(context: PlatformContext, settings: Settings): Promise<AsyncDisposable>;
}
