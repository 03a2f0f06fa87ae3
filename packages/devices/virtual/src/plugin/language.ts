/** A wire protocol as a connection sees it: how it reads and writes, greets, pings, and ends a session. */
import type { ClientMessage } from "../protocol/client-messages.ts";
import { encodeMessage, parseTerminalMessage } from "../protocol/codec.ts";
import { FRAME_BYTES_MAX, PROTOCOL_VERSION } from "../protocol/limits.ts";
import type { TerminalMessage, TerminalMessageOf } from "../protocol/terminal-messages.ts";
import { version } from "../version.ts";

/** A message of any protocol. */
export interface Typed {
  readonly type: string;
}

/** Why the other end ended the session. */
export interface SessionError {
  readonly code: string;
  readonly message: string;
}

/** A protocol. */
export interface Language<Incoming extends Typed, Outgoing extends Typed, Welcome> {
  /** What is at the other end, for people: `terminal`. */
  readonly peer: string;
  readonly frameBytesMax: number;
  /** Throws for bytes that are no message. */
  parse(body: Uint8Array): Incoming;
  encode(message: Outgoing): Uint8Array;
  readonly hello: Outgoing;
  welcomeIn(message: Incoming): Welcome | undefined;
  ping(count: number): Outgoing;
  pongIn(message: Incoming): number | undefined;
  errorIn(message: Incoming): SessionError | undefined;
}

/** How this package names itself to terminals and readers. */
export const clientName = `tillwire ${version}`;

/** The virtual terminal protocol. */
export const terminalLanguage: Language<TerminalMessage, ClientMessage, TerminalMessageOf<"welcome">> = {
  peer: "terminal",
  frameBytesMax: FRAME_BYTES_MAX,
  parse: parseTerminalMessage,
  encode: encodeMessage,
  hello: { type: "hello", versions: [PROTOCOL_VERSION], client: clientName },
  welcomeIn: (message) => (message.type === "welcome" ? message : undefined),
  ping: (count) => ({ type: "ping", count }),
  pongIn: (message) => (message.type === "pong" ? message.count : undefined),
  errorIn: (message) => (message.type === "error" ? message : undefined),
};
