/** The virtual reader protocol, as a connection sees it. */
import { clientName } from "../plugin/language.ts";
import type { Language } from "../plugin/language.ts";
import type { Connection } from "../plugin/connection.ts";
import type { Line } from "../plugin/line.ts";
import { PROTOCOL_VERSION, READER_FRAME_BYTES_MAX } from "../protocol/limits.ts";
import { encodeBridgeMessage, parseReaderMessage } from "../protocol/reader-messages.ts";
import type { BridgeMessage, ReaderMessage, ReaderMessageOf } from "../protocol/reader-messages.ts";

type Welcome = ReaderMessageOf<"welcome">;

/** A connection to a reader. */
export type ReaderConnection = Connection<ReaderMessage, BridgeMessage, Welcome>;
/** The way to a reader. */
export type ReaderLine = Line<ReaderMessage, BridgeMessage, Welcome>;

export const readerLanguage: Language<ReaderMessage, BridgeMessage, Welcome> = {
  peer: "reader",
  frameBytesMax: READER_FRAME_BYTES_MAX,
  parse: parseReaderMessage,
  encode: encodeBridgeMessage,
  hello: { type: "hello", versions: [PROTOCOL_VERSION], client: clientName },
  welcomeIn: (message) => (message.type === "welcome" ? message : undefined),
  ping: (count) => ({ type: "ping", count }),
  pongIn: (message) => (message.type === "pong" ? message.count : undefined),
  errorIn: (message) => (message.type === "error" ? message : undefined),
};
