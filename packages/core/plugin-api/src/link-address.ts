/**
 * Addresses: where a plugin wants to connect, by transport. They come from a plugin's settings, so a link package checks
 * them before it uses them.
 */
import type { ByteLink, ExchangeLink, Link, MessageLink } from "./link.ts";

/**
 * A TCP or TLS peer.
 * @public
 */
export interface TcpAddress {
  /** Picks the link package: `@tillwire/link-tcp`. */
  readonly transport: "tcp";
  /** A name or an IP address, without scheme and port. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** Absent: plain TCP. Empty: TLS under the system's trust, for the name in `host`. */
  readonly tls?: TlsOptions;
}

/**
 * How a TLS peer is recognized: by the names in its certificate, under the system's trust or the authorities given
 * here (PEM). There is no switch that turns the check off.
 * @public
 */
export interface TlsOptions {
  /** The name that the peer's certificate has to have. `host` of the address when left out. */
  readonly serverName?: string;
  /** Certificates, one or more, that are trusted in place of the system's. */
  readonly authoritiesPem?: readonly string[];
}

/**
 * A serial port.
 * @public
 */
export interface SerialAddress {
  /** Picks the link package for serial ports. */
  readonly transport: "serial";
  /** As the operating system names it: `/dev/ttyUSB0`, `COM3`. */
  readonly path: string;
  /** Bits a second, as the device is set. A wrong one gives garbage, not an error. */
  readonly baudRate: number;
  /** 8 when left out. */
  readonly dataBits?: 7 | 8;
  /** `none` when left out. */
  readonly parity?: "none" | "even" | "odd";
  /** 1 when left out. */
  readonly stopBits?: 1 | 2;
}

/**
 * A HID device, found by its numbers.
 * @public
 */
export interface HidAddress {
  /** Picks the link package for HID. */
  readonly transport: "hid";
  /** 0 to 65535, as the USB-IF gave it to the maker. */
  readonly vendorId: number;
  /** 0 to 65535, as the maker gave it. */
  readonly productId: number;
  /** Tells two devices of the same kind apart. When left out, any with these numbers fits. */
  readonly serialNumber?: string;
}

/**
 * A WebSocket or HTTP server that a device or gateway runs.
 * @public
 */
export interface UrlAddress {
  /** `websocket` gives a {@link MessageLink}, `http` an {@link ExchangeLink}. */
  readonly transport: "websocket" | "http";
  /** Absolute: `ws:` or `wss:`, or `http:` or `https:`, as the transport asks. */
  readonly url: string;
  /** For `wss:` and `https:` only: whom to trust, when it is not the system's trust. */
  readonly tls?: TlsOptions;
}

/**
 * A smart card reader under PC/SC, by its name.
 * @public
 */
export interface PcscAddress {
  /** Picks the link package for PC/SC. */
  readonly transport: "pcsc";
  /** As PC/SC lists it, whole: `ACS ACR39U ICC Reader 00 00`. */
  readonly readerName: string;
}

/**
 * A transport that a link package from elsewhere brings: its name starts with `x-`.
 * @public
 */
export interface OtherAddress {
  /** The name under which that package's provider is registered. */
  readonly transport: `x-${string}`;
  /** Whatever that package takes. */
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
