/**
 * Links: pipes to a device or a host. A plugin says where to connect and gets a pipe that is already open; which
 * driver made it, serial, TCP or a pair in memory, it cannot tell. Links are made by the runner that hosts the plugin
 * and never cross to another one.
 */
import type { LinkAddress } from "./link-address.ts";

/**
 * A stream of bytes without boundaries: serial, TCP, TLS. `incoming` yields what arrives, in pieces of any size, and
 * ends when the other side closed in order; it throws `LINK_LOST` when the connection broke. It can be read once.
 * @public
 */
export interface ByteLink extends AsyncDisposable {
  /** Tells the kinds of links apart at run time. */
  readonly kind: "byte";
  /**
   * In order; what arrived before a break is still given. On Node 22 a reset can look like an orderly end, so an end is
   * never proof that the other side had finished: an answer counts when it is whole, not because the stream ended after
   * it.
   */
  readonly incoming: AsyncIterable<Uint8Array>;
  /**
   * Hands the bytes to the operating system. Rejects with `effect: "none"` when certainly none of them left,
   * with `effect: "possible"` otherwise.
   */
  send(bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
}

/**
 * Whole messages in both directions: HID reports, WebSocket frames.
 * @public
 */
export interface MessageLink extends AsyncDisposable {
  /** Tells the kinds of links apart at run time. */
  readonly kind: "message";
  /**
   * Whole messages, in order; read once, and ending as {@link ByteLink.incoming} does. An end proves nothing here
   * either.
   */
  readonly incoming: AsyncIterable<LinkMessage>;
  /** Hands one message to the operating system, whole. Rejects as {@link ByteLink.send} does. */
  send(message: LinkMessage, signal?: AbortSignal): Promise<void>;
}

/**
 * One message. `channel` is the HID report id or kind, where there is one.
 * @public
 */
export interface LinkMessage {
  /** Text for a WebSocket text frame; bytes for all else. */
  readonly payload: Uint8Array | string;
  /** The HID report id, or the kind of message. Absent on links that have one channel. */
  readonly channel?: string;
}

/**
 * One question, one answer: HTTP requests, smart card APDUs.
 * @public
 */
export interface ExchangeLink extends AsyncDisposable {
  /** Tells the kinds of links apart at run time. */
  readonly kind: "exchange";
  /** Rejects with `effect: "none"` when the request certainly did not leave, with `effect: "possible"` otherwise. */
  exchange(request: ExchangeRequest, signal?: AbortSignal): Promise<ExchangeResponse>;
}

/**
 * A request on an {@link ExchangeLink}. `target` is a path with query for HTTP, and empty for APDUs.
 * @public
 */
export interface ExchangeRequest {
  /** HTTP: `GET`, `POST`, … (RFC 9110, section 9). Empty for APDUs. */
  readonly method: string;
  /**
   * Path and query for HTTP, such as `/payments?page=2`; the address has scheme and host. Empty for APDUs, which stand
   * in `body`.
   */
  readonly target: string;
  /**
   * HTTP fields by name (RFC 9110, section 6.3). Empty for APDUs. Secrets in them are the plugin's to keep out of logs.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for a request without one. */
  readonly body?: Uint8Array;
  /**
   * How long to wait for the whole answer. Then `LINK_TIMEOUT`, with `effect: "possible"` once the request may have
   * left.
   */
  readonly timeoutMs: number;
}

/**
 * The answer to an {@link ExchangeRequest}; `status` is the HTTP status or the APDU status word.
 * @public
 */
export interface ExchangeResponse {
  /**
   * HTTP status (RFC 9110, section 15) or APDU status word, such as 0x9000 (ISO/IEC 7816-4). Any status is an answer:
   * none makes `exchange` reject.
   */
  readonly status: number;
  /** By lower-case name. Empty for APDUs. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where there is none. For APDUs the data without the status word. */
  readonly body: Uint8Array;
}

/**
 * Any link.
 * @public
 */
export type Link = ByteLink | MessageLink | ExchangeLink;

/**
 * Opens links of one transport. The default export of a link package; hosts know links only by this.
 * @public
 */
export interface LinkProvider {
  /** Version of this interface; {@link defineLinkProvider} fills it in, and a host refuses others. */
  readonly spec: "link/v1";
  /** Which addresses it opens. The host takes the first provider of a transport. */
  readonly transport: LinkAddress["transport"];
  /**
   * Connects. Rejects, always with `effect: "none"`, with `DEVICE_UNREACHABLE` when nobody answers, with
   * `SETTINGS_INVALID` for an address that makes no sense, and with `ABORTED` when `signal` says so.
   */
  open(address: LinkAddress, signal: AbortSignal): Promise<Link>;
}

/**
 * Freezes a link provider.
 * @public
 */
export function defineLinkProvider(provider: Omit<LinkProvider, "spec">): LinkProvider {
  return Object.freeze({ spec: "link/v1", ...provider });
}
