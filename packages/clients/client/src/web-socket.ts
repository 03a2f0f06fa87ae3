/**
 * The part of a WebSocket that the client uses. Browsers, Node 22 and newer, Deno, Bun and the package `ws` have one
 * that fits; tests bring their own.
 */

/**
 * What the client reads of a WebSocket's events.
 * @public
 */
export interface WebSocketEvent {
  /** `open`, `message`, `close` or `error`. */
  readonly type: string;
  /** Of `message`. */
  readonly data?: unknown;
  /** Of `close`. Source: RFC 6455, section 7.4. */
  readonly code?: number;
  /** Of `close`. */
  readonly reason?: string;
}

/**
 * A WebSocket, as far as the client needs it. Source: WHATWG WebSockets Standard, section 3.
 * @public
 */
export interface WebSocketLike {
  /** Called once for each type, before anything has happened. */
  addEventListener(type: "open" | "message" | "close" | "error", listener: (event: WebSocketEvent) => void): void;
  /** Text only. Called only between `open` and `close`. */
  send(text: string): void;
  /** Called without a code, before `open` too, and after the socket has closed by itself. */
  close(code?: number, reason?: string): void;
}

/**
 * Makes a WebSocket that connects at once.
 * @public
 */
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;
