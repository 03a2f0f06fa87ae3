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
  /**
   * The POS application's name for itself: `corner-shop till 2`. 1 to 200 characters. It stands in the journal with
   * what this POS did.
   */
  readonly name: string;
  /** The POS application's own version, 1 to 200 characters. Absent where it does not say. */
  readonly version?: string;
  /** Questions that this POS can put to a person. Others take their default at once. */
  readonly asks: readonly QuestionKind[];
  /** Can it show texts, such as prompts, to a person? */
  readonly display: boolean;
  /** Can it print receipt lines that a terminal sends? */
  readonly print: boolean;
}

/**
 * What platforms may tell about the bridge before a session is open.
 * @public
 */
export interface BridgeDescription {
  /** What the operator calls this bridge, for people who have several. From the configuration; nothing goes by it. */
  readonly name: string;
  /** The bridge's own version, from its package. */
  readonly version: string;
  /** `demo` runs virtual devices only and asks no POS for a key; in `live` money moves. */
  readonly mode: "demo" | "live";
  /** Identifies the bridge's own signing key. */
  readonly keyId: string;
  /** What a platform has to hold its POS to, and tells it where its protocol has a place for that. */
  readonly limits: PosLimits;
}

/**
 * Every limit that a POS can meet. Each has one default, in the host.
 * @public
 */
export interface PosLimits {
  /** Bytes of one message or one request body from a POS, as UTF-8. */
  readonly messageBytes: number;
  /** Requests of one session that wait for their answer. The platform refuses more with `LIMIT_REACHED`. */
  readonly requestsInFlight: number;
  /** Channels and HTTP requests under way, of all POS together. The door turns away what comes beyond (status 503). */
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
  /** Unique for all time: for logs, and for protocols that name sessions. */
  readonly sessionId: string;
  /**
   * What was not final or not acknowledged when the session opened, at most 100: told to the POS before anything else.
   */
  readonly openPayments: readonly PaymentView[];
  /** Exactly one reply to each command; never rejects. */
  request<Command extends PosCommand>(command: Command): Promise<PosReply<Command["type"]>>;
}

/**
 * What a platform gets to reach the engine.
 * @public
 */
export interface BridgePort {
  /** The same for as long as the bridge runs. */
  describe(): BridgeDescription;
  /**
   * `notify` is called in order, with lane and bridge events and with those of payments that this POS has asked for or
   * found open; it must not block or throw. Throws `REQUEST_INVALID` for a description that makes no sense.
   */
  openSession(pos: PosDescription, notify: (event: BridgeEvent) => void): PosSession;
}

/**
 * Who is at the other end of a channel or request, as the door found out.
 * @public
 */
export interface ServedPeer {
  /** The IP address as the socket has it. For logs; nobody is trusted by it. */
  readonly address: string;
  /** The web page that asks, one of those that are allowed (RFC 6454). Absent: no web page. */
  readonly origin?: string;
  /** Loopback, or behind TLS. */
  readonly secure: boolean;
}

/**
 * A WebSocket that has passed the door. Text messages only; binary ones are refused by the door.
 * @public
 */
export interface Channel {
  /** Who opened it. */
  readonly peer: ServedPeer;
  /** The first of the endpoint's `subprotocols` that the other side offered. */
  readonly subprotocol: string;
  /** Ends when the other side is gone, for whatever reason. Can be read once. */
  readonly incoming: AsyncIterable<string>;
  /** False when the channel is closed or its queue was full; a full queue closes the channel. Never blocks. */
  send(text: string): boolean;
  /**
   * Says good-bye: what was sent before still goes out. `code` 1000 to 1014 but for 1004 to 1006, or 3000 to 4999 (RFC
   * 6455, section 7.4), else it throws `PLUGIN_FAILED`; of `reason` 123 bytes are sent. Safe to repeat.
   */
  close(code: number, reason: string): void;
}

/**
 * A request that has passed the door, body read within the limits.
 * @public
 */
export interface ServedRequest {
  /** Who asks. */
  readonly peer: ServedPeer;
  /** In capitals: `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE` or `OPTIONS`. */
  readonly method: string;
  /** Path and query below the served path; starts with `/`. */
  readonly target: string;
  /** By lower-case name; what came in several lines is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, at most `messageBytes`; empty where there is none. */
  readonly body: Uint8Array;
}

/**
 * The answer to a {@link ServedRequest}. An async iterable body is streamed (server-sent events).
 * @public
 */
export interface ServedResponse {
  /** 200 to 599 (RFC 9110, section 15). */
  readonly status: number;
  /** By name. They replace the door's own, which tell browsers to store nothing and to frame nothing. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * A stream ends early when the other side goes away, or does not read for `idleMs`. What it throws cuts the
   * connection.
   */
  readonly body: Uint8Array | string | AsyncIterable<string>;
}

/**
 * What a platform wants served at a path.
 * @public
 */
export interface ServedEndpoint {
  /** `/` or `/pos/v2`, of `A-Z a-z 0-9 . _ ~ -`, without a slash at the end. One endpoint a path. */
  readonly path: string;
  /**
   * Also gets what is below the path, unless another endpoint's path is longer. When it throws, the answer is 500.
   * Absent: HTTP is refused (426).
   */
  readonly http?: (request: ServedRequest) => Promise<ServedResponse>;
  /** For exactly this path. Absent: upgrades are refused (404). */
  readonly webSocket?: {
    /** The best first: the door takes the first that the other side offers, and refuses one that offers none of them. */
    readonly subprotocols: readonly [string, ...string[]];
    /** With which code a channel closes whose queue was full: the subprotocol's own, 4000 to 4999 (RFC 6455, section 7.4.2). */
    readonly tooSlowCode: number;
    /** Resolves when the platform is done with the channel. What it throws closes the channel with 1011. */
    readonly accept: (channel: Channel) => Promise<void>;
  };
}

/**
 * What a platform plugin gets.
 * @public
 */
export interface PlatformContext extends PluginContext {
  /** The way to the engine; all that a platform can do to payments goes through it. */
  readonly bridge: BridgePort;
  /**
   * Serves the endpoint until the returned handle is disposed, which closes its channels. Throws `SETTINGS_INVALID` for
   * a path that is none, or is taken, and `PLUGIN_FAILED` for a `tooSlowCode` that is none.
   */
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
