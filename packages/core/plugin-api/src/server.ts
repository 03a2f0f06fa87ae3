/**
 * The listener, as the host knows it: the link package `server` provides one, with the door in it.
 */
import type { PosLimits, ServedEndpoint } from "./platform.ts";
import type { Logger } from "./logger.ts";

/**
 * Where to listen and whom to let in.
 * @public
 */
export interface ServerOptions {
  /** An address to bind to; loopback unless the configuration says otherwise. */
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Exact origins of web pages that may connect, such as `https://till.example`. A request without one is no page. */
  readonly origins: readonly string[];
  /** Exact host names that a client may ask for, without port. */
  readonly hostNames: readonly string[];
  /** What a POS can meet; the listener holds everybody to them. */
  readonly limits: PosLimits;
  /** Gets who was turned away, and why. */
  readonly log: Logger;
}

/**
 * A running listener.
 * @public
 */
export interface Server extends AsyncDisposable {
  /** The address that it is bound to. */
  readonly host: string;
  /** The port that it listens on, also when 0 was asked for. */
  readonly port: number;
  /** See {@link PlatformContext.serve}. */
  serve(endpoint: ServedEndpoint): AsyncDisposable;
}

/**
 * Opens a listener. Rejects with `PORT_TAKEN` when the port is in use.
 * @public
 */
export type ServerProvider = (options: ServerOptions) => Promise<Server>;
