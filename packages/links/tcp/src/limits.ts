/** Every limit of a TCP link, with its reason. */

/**
 * Limits of TCP links.
 * @public
 */
export interface TcpLimits {
  /** For name, connection and TLS handshake together. */
  readonly connectMs: number;
  /** An orderly close may take so long; then the socket is destroyed. */
  readonly closeMs: number;
  /** Received and not read yet: beyond it the socket is not read, and the peer has to wait. */
  readonly unreadBytes: number;
  /** Silence after which the operating system asks whether the peer is still there. */
  readonly keepAliveMs: number;
}

/**
 * What holds when nothing else is said.
 * @public
 */
export const tcpLimits: TcpLimits = {
  connectMs: 10_000, // three tries of a lost SYN (at 0, 1 and 3 s) and a slow terminal's TLS
  closeMs: 1_000, // a peer that is there closes at once
  unreadBytes: 65_536, // more than any terminal message; what a socket reads at once
  keepAliveMs: 10_000, // a till notices a terminal without power before the next shopper does
};
