/**
 * Links: pipes to a device or a host. A plugin says where to connect and gets a pipe that is already open; which
 * driver made it, serial, TCP or a pair in memory, it cannot tell. Links are made by the runner that hosts the plugin
 * and never cross to another one.
 */

/**
 * A stream of bytes without boundaries: serial, TCP, TLS. `incoming` yields what arrives, in pieces of any size, and
 * ends when the other side closed in order; it throws `LINK_LOST` when the connection broke. It can be read once.
 * @public
 */
export interface ByteLink extends AsyncDisposable {
  readonly kind: "byte";
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
  readonly kind: "message";
  readonly incoming: AsyncIterable<LinkMessage>;
  send(message: LinkMessage, signal?: AbortSignal): Promise<void>;
}

/**
 * One message. `channel` is the HID report id or kind, where there is one.
 * @public
 */
export interface LinkMessage {
  readonly payload: Uint8Array | string;
  readonly channel?: string;
}

/**
 * One question, one answer: HTTP requests, smart card APDUs.
 * @public
 */
export interface ExchangeLink extends AsyncDisposable {
  readonly kind: "exchange";
  /** Rejects with `effect: "none"` when the request certainly did not leave, with `effect: "possible"` otherwise. */
  exchange(request: ExchangeRequest, signal?: AbortSignal): Promise<ExchangeResponse>;
}

/**
 * A request on an {@link ExchangeLink}. `target` is a path with query for HTTP, and empty for APDUs.
 * @public
 */
export interface ExchangeRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
}

/**
 * The answer to an {@link ExchangeRequest}; `status` is the HTTP status or the APDU status word.
 * @public
 */
export interface ExchangeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Any link.
 * @public
 */
export type Link = ByteLink | MessageLink | ExchangeLink;

/**
 * A TCP or TLS peer.
 * @public
 */
export interface TcpAddress {
  readonly transport: "tcp";
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsOptions;
}

/**
 * How a TLS peer is recognized: by the names in its certificate, under the system's trust or the authorities given
 * here (PEM). There is no switch that turns the check off.
 * @public
 */
export interface TlsOptions {
  readonly serverName?: string;
  readonly authoritiesPem?: readonly string[];
}

/**
 * A serial port.
 * @public
 */
export interface SerialAddress {
  readonly transport: "serial";
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: "none" | "even" | "odd";
  readonly stopBits?: 1 | 2;
}

/**
 * A HID device, found by its numbers.
 * @public
 */
export interface HidAddress {
  readonly transport: "hid";
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string;
}

/**
 * A WebSocket or HTTP server that a device or gateway runs.
 * @public
 */
export interface UrlAddress {
  readonly transport: "websocket" | "http";
  readonly url: string;
  readonly tls?: TlsOptions;
}

/**
 * A smart card reader under PC/SC, by its name.
 * @public
 */
export interface PcscAddress {
  readonly transport: "pcsc";
  readonly readerName: string;
}

/**
 * A transport that a link package from elsewhere brings: its name starts with `x-`.
 * @public
 */
export interface OtherAddress {
  readonly transport: `x-${string}`;
  readonly target: string;
}

/**
 * Where to connect.
 * @public
 */
export type LinkAddress = TcpAddress | SerialAddress | HidAddress | UrlAddress | PcscAddress | OtherAddress;

/**
 * The kind of link that a transport gives.
 * @public
 */
export type LinkFor<Address extends LinkAddress> = Address extends TcpAddress | SerialAddress
  ? ByteLink
  : Address extends HidAddress | { readonly transport: "websocket" }
    ? MessageLink
    : Address extends { readonly transport: "http" } | PcscAddress
      ? ExchangeLink
      : Link;

/**
 * Opens links of one transport. The default export of a link package; hosts know links only by this.
 * @public
 */
export interface LinkProvider {
  readonly spec: "link/v1";
  readonly transport: LinkAddress["transport"];
  /**
   * Connects. Rejects with `DEVICE_UNREACHABLE` (`effect: "none"`) when nobody answers and with `ABORTED` when `signal`
   * says so.
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
