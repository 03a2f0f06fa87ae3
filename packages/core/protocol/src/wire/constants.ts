/** Fixed values of the protocol. */

/**
 * The WebSocket subprotocol that both sides have to name.
 * @public
 */
export const subprotocol = "tillwire.v1";

/**
 * Where a bridge listens unless it is told otherwise.
 * @public
 */
export const defaultUrl = "ws://127.0.0.1:7455/";

/**
 * The newest version of the messages. A bridge speaks a range of them; the POS picks one.
 * @public
 */
export const protocolVersion = 1;

/**
 * Close codes of the bridge, beside those of RFC 6455. 1001: the bridge stops. 1003: binary message. 1009: message too
 * large. 1011: something unforeseen went wrong in the bridge.
 * @public
 */
export const closeCodes = {
  /** No session was opened in time. */
  handshakeTimeout: 4_001,
  /** The session could not be opened; the error before it says why. */
  handshakeRefused: 4_002,
  /** More requests in flight than `limits.requestsInFlight`, again and again. */
  tooManyRequests: 4_003,
  /** The POS did not read its notifications. */
  tooSlow: 4_004,
} as const;

/**
 * JSON-RPC error numbers by class. The code that matters stands in `error.data.code`.
 * Source: JSON-RPC 2.0, section 5.1.
 * @public
 */
export const errorNumbers = {
  /** The text is not JSON. */
  parse: -32_700,
  /** The JSON is not a request that can be read: a batch, no id, too large, too deep. */
  request: -32_600,
  /** There is no such method. */
  method: -32_601,
  /** The method's parameters are wrong. */
  params: -32_602,
  /** Something went wrong inside the bridge. */
  internal: -32_603,
  /** Everything else that the bridge refuses. */
  refused: -32_000,
} as const;
