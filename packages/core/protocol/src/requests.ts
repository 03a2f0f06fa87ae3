/**
 * From the text that a POS sent to a command, or to an error that says what is wrong with it. Never throws, never
 * repeats what looks like card data, decides nothing about payments.
 */
import type { PosCommand, PosDescription } from "@tillwire/plugin-api";
import { nearestName } from "@tillwire/plugin-api";
import { readEnvelope } from "./envelope.ts";
import { commandSchemas, isCommandName, sessionOpenSchema } from "./methods.ts";
import type { CommandName } from "./methods.ts";
import { readBy, refuse } from "./refusals.ts";
import type { Refusal } from "./refusals.ts";
import { upgradeRequest, versionHistory, versionRange } from "./versions.ts";
import type { VersionHistory } from "./versions.ts";

/**
 * A request that makes sense.
 * @public
 */
export type IncomingRequest =
  | {
      readonly type: "session.open";
      readonly id: string | number;
      readonly version: number;
      readonly pos: PosDescription;
    }
  | { readonly type: "command"; readonly id: string | number; readonly command: PosCommand };

/**
 * What a text turned out to be.
 * @public
 */
export type ParsedRequest = { readonly ok: true; readonly request: IncomingRequest } | Refusal;

/**
 * The version that a session picked, and the history that leads from it to the newest.
 * @public
 */
export interface SpokenVersion {
  /** From {@link versionRange} of `history`. */
  readonly version: number;
  /** The protocol's own, but in tests. */
  readonly history: VersionHistory;
}

const newestVersion: SpokenVersion = { version: versionHistory.newest, history: versionHistory };

type Params = Readonly<Record<string, unknown>>;

/** A request of the newest version. */
interface Call {
  readonly id: string | number;
  readonly method: string;
  readonly params: Params;
}

/**
 * Reads one message of a POS that speaks `spoken`. `session.open` states its version itself.
 * @public
 */
export function parseRequest(text: string, messageBytesMax: number, spoken = newestVersion): ParsedRequest {
  const envelope = readEnvelope(text, messageBytesMax);
  if (!envelope.ok) return envelope;
  const { id, method, params } = envelope;
  const { history } = spoken;
  if (method !== "session.open")
    return parseCommand({ id, ...upgradeRequest({ method, params }, spoken.version, history) });
  const version = params["version"];
  if (typeof version !== "number" || !Number.isInteger(version)) return parseSessionOpen({ id, method, params });
  const { min, max } = versionRange(history);
  if (version < min || version > max) {
    const range = min === max ? `version ${min}` : `versions ${min} to ${max}`;
    return refuse(id, ["VERSION_UNSUPPORTED", `This bridge speaks ${range} of the protocol.`]);
  }
  return parseSessionOpen({ id, ...upgradeRequest({ method, params }, version, history) });
}

function parseCommand({ id, method, params }: Call): ParsedRequest {
  if (!isCommandName(method)) {
    return refuse(id, ["METHOD_UNKNOWN", `There is no such method.${hint(method)} See the protocol reference.`]);
  }
  const read = readBy(commandSchemas[method], params, method);
  if (!read.ok) return refuse(id, ["REQUEST_INVALID", read.message]);
  return { ok: true, request: { type: "command", id, command: commandOf(method, read.value) } };
}

function hint(method: string): string {
  const nearest = nearestName(method, ["session.open", ...Object.keys(commandSchemas)]);
  return nearest === undefined ? "" : ` Did you mean ${nearest}?`;
}

function commandOf(type: CommandName, params: object): PosCommand {
  const fields = type === "payment.get" ? { payment: params } : params;
  // The schemas give what the command's type says, method by method; the union does not carry that through.
  return { type, ...fields } as PosCommand;
}

function parseSessionOpen({ id, params }: Call): ParsedRequest {
  const read = readBy(sessionOpenSchema, params, "session.open");
  if (!read.ok) return refuse(id, ["REQUEST_INVALID", read.message]);
  const { version, pos, keyId, nonce, signature } = read.value;
  if (keyId !== undefined || nonce !== undefined || signature !== undefined) {
    const message = "This bridge knows no paired keys: open the session without keyId, nonce and signature.";
    return refuse(id, ["PERMISSION_DENIED", message]);
  }
  return { ok: true, request: { type: "session.open", id, version, pos } };
}
