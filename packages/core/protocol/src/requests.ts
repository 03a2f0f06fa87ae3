/**
 * From the text that a POS sent to a command, or to an error that says what is wrong with it. Never throws, never
 * repeats what looks like card data.
 */
import { z } from "zod";
import type { ErrorData, PosCommand, PosDescription } from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import { findCardData } from "./card-data.ts";
import { commandSchemas, isCommandName, sessionOpenSchema } from "./methods.ts";
import type { CommandName } from "./methods.ts";

/** The id of a request, as JSON-RPC has it; `null` where none could be read. */
export type RequestId = string | number | null;

/** A request that makes sense. */
export type IncomingRequest =
  | {
      readonly type: "session.open";
      readonly id: string | number;
      readonly version: number;
      readonly pos: PosDescription;
    }
  | { readonly type: "command"; readonly id: string | number; readonly command: PosCommand };

/** What a text turned out to be. */
export type ParsedRequest =
  | { readonly ok: true; readonly request: IncomingRequest }
  | { readonly ok: false; readonly id: RequestId; readonly error: ErrorData };

/** Deep nesting says nothing that a POS has to say, and costs the parser. */
const depthMax = 12;

const envelopeSchema = z.strictObject({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.string().min(1).max(64), z.int()]),
  method: z.string().min(1).max(64),
  params: z.record(z.string(), z.unknown()).default({}),
});

/** Reads one message. `messageBytesMax` is checked by the transport too; here it guards everything else. */
export function parseRequest(text: string, messageBytesMax: number): ParsedRequest {
  if (text.length > messageBytesMax)
    return refuse(null, "REQUEST_TOO_LARGE", `A message has at most ${messageBytesMax} bytes.`);
  const json = parseJson(text);
  if (json === undefined) return refuse(null, "REQUEST_INVALID", "The message is not JSON.");
  const id = idOf(json);
  if (Array.isArray(json)) return refuse(null, "REQUEST_INVALID", "Send one request a message; batches are not taken.");
  if (depthOf(json) > depthMax) return refuse(id, "REQUEST_INVALID", `A message is nested ${depthMax} deep at most.`);
  const cardData = findCardData(json);
  if (cardData !== undefined) {
    const message = `What stands in ${cardData} looks like card data. It was not stored. Never send any.`;
    return refuse(id, "CARD_DATA_REFUSED", message);
  }
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return refuse(id, "REQUEST_INVALID", describe("The message", envelope.error));
  return parseMethod(envelope.data);
}

function parseMethod({ id, method, params }: z.infer<typeof envelopeSchema>): ParsedRequest {
  if (method === "session.open") return parseSessionOpen(id, params);
  if (!isCommandName(method))
    return refuse(id, "METHOD_UNKNOWN", "There is no such method. See the protocol reference.");
  const parsed = commandSchemas[method].safeParse(params);
  if (!parsed.success) return refuse(id, "REQUEST_INVALID", describe(method, parsed.error));
  return { ok: true, request: { type: "command", id, command: commandOf(method, parsed.data) } };
}

function commandOf(type: CommandName, params: object): PosCommand {
  const fields = type === "payment.get" ? { payment: params } : params;
  // The schemas give what the command's type says, method by method; the union does not carry that through.
  return { type, ...fields } as PosCommand;
}

function parseSessionOpen(id: string | number, params: Readonly<Record<string, unknown>>): ParsedRequest {
  const parsed = sessionOpenSchema.safeParse(params);
  if (!parsed.success) return refuse(id, "REQUEST_INVALID", describe("session.open", parsed.error));
  const { version, pos, keyId, nonce, signature } = parsed.data;
  if (keyId !== undefined || nonce !== undefined || signature !== undefined) {
    const message = "This bridge knows no paired keys: open the session without keyId, nonce and signature.";
    return refuse(id, "PERMISSION_DENIED", message);
  }
  const { name, asks, display, print } = pos;
  const described = { name, asks, display, print, ...(pos.version !== undefined && { version: pos.version }) };
  return { ok: true, request: { type: "session.open", id, version, pos: described } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? null;
  } catch {
    return undefined; // the only thing that JSON.parse says is that it is not JSON
  }
}

function idOf(json: unknown): RequestId {
  if (typeof json !== "object" || json === null || !("id" in json)) return null;
  const parsed = envelopeSchema.shape.id.safeParse(json.id);
  return parsed.success && findCardData(parsed.data) === undefined ? parsed.data : null;
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== "object" || value === null || depth > depthMax) return depth;
  return Object.values(value).reduce<number>(
    (deepest, inner) => Math.max(deepest, depthOf(inner, depth + 1)),
    depth + 1,
  );
}

/** The most that is said about one message. */
const problemsShownMax = 5;

function describe(what: string, error: z.ZodError): string {
  const problems = error.issues.slice(0, problemsShownMax).map(({ path, message }) => {
    const field = path.map(String).join(".");
    return field ? `${field}: ${message}` : message;
  });
  return `${what}: ${problems.join("; ")}`.slice(0, 1_000);
}

function refuse(id: RequestId, code: ErrorData["code"], message: string): ParsedRequest {
  return { ok: false, id, error: errorData(new TillwireError(code, { message, effect: "none" })) };
}
