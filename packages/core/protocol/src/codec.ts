/**
 * One session's way of speaking: requests and answers in the version that its POS picked. A platform makes one for the
 * handshake, which speaks the newest, and one for the session.
 */
import type { BridgeEvent, PosReply } from "@tillwire/plugin-api";
import { encodeError, eventMessage } from "./answers.ts";
import type { OpenedSession } from "./answers.ts";
import type { CommandName } from "./methods.ts";
import { onWire } from "./on-wire.ts";
import { parseRequest } from "./requests.ts";
import type { ParsedRequest } from "./requests.ts";
import { downgradeNotification, downgradeResult, versionHistory } from "./versions.ts";
import type { VersionedNotification, VersionedResult, VersionHistory } from "./versions.ts";

/**
 * Reads and writes messages of one version.
 * @public
 */
export interface Codec {
  /** The version of all that it reads and writes. */
  readonly version: number;
  /** See {@link parseRequest}. */
  parse(text: string): ParsedRequest;
  /** The answer under the request's own id. An error has the same form in every version. */
  encodeReply(asked: AskedRequest, reply: PosReply): string;
  /** The answer to `session.open`. */
  encodeSession(id: string | number, result: OpenedSession): string;
  /** Nothing, when the version has no word for it. */
  encodeEvent(event: BridgeEvent): string | undefined;
}

/**
 * What an answer has to know of its request.
 * @public
 */
export interface AskedRequest {
  /** As the POS sent it: text stays text, a number a number. */
  readonly id: string | number;
  /** Decides how the result is brought down to the session's version. */
  readonly method: CommandName;
}

/**
 * What a codec is made for.
 * @public
 */
export interface CodecOptions {
  /**
   * The longest message that is read, in bytes of UTF-8: the bridge's `limits.messageBytes`. A longer one is
   * `REQUEST_TOO_LARGE`.
   */
  readonly messageBytesMax: number;
  /** The newest when left out. */
  readonly version?: number;
  /** The protocol's own when left out. */
  readonly history?: VersionHistory;
}

/**
 * Makes a codec.
 * @public
 */
export function createCodec({
  messageBytesMax,
  history = versionHistory,
  version = history.newest,
}: CodecOptions): Codec {
  function answer(id: string | number, result: VersionedResult): string {
    return JSON.stringify({ jsonrpc: "2.0", id, result: downgradeResult(result, version, history).result });
  }

  return {
    version,
    parse: (text) => parseRequest(text, messageBytesMax, { version, history }),
    encodeReply({ id, method }, reply) {
      if (reply.kind === "error") return encodeError(id, reply.error);
      return answer(id, { method, result: fieldsOf(onWire(reply.result)) });
    },
    encodeSession: (id, result) => answer(id, { method: "session.open", result: fieldsOf(onWire(result)) }),
    encodeEvent(event) {
      const { method, params } = eventMessage(event);
      const told: VersionedNotification = { method, params: fieldsOf(params) };
      const lowered = downgradeNotification(told, version, history);
      return lowered && JSON.stringify({ jsonrpc: "2.0", ...lowered });
    },
  };
}

/** A step may look at any field by name, which the types of single messages do not say. */
function fieldsOf(value: object): Readonly<Record<string, unknown>> {
  return { ...value };
}
