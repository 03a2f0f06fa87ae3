/**
 * From the text that a POS sent to a JSON-RPC request whose method and parameters are still to be looked at. Whatever
 * is refused at this stage is refused whatever the method.
 */
import { z } from "zod";
import { looksLikeCardData } from "@tillwire/plugin-api/card-data";
import { findCardData } from "./card-data.ts";
import { readBy, refuse } from "./refusals.ts";
import type { Refusal, RequestId } from "./refusals.ts";
import { errorNumbers } from "./wire.ts";

/** A request in its envelope. */
export interface Envelope {
  readonly ok: true;
  readonly id: string | number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What a POS has to say is nested three deep; more costs the parser and says nothing. */
const depthMax = 12;

type Params = Readonly<Record<string, unknown>>;

const idSchema = z.union([z.string().min(1).max(64), z.int()], "a text of 1 to 64 characters or a whole number");

const envelopeSchema = z.strictObject({
  jsonrpc: z.literal("2.0"),
  id: idSchema,
  method: z.string().min(1).max(64),
  params: z.unknown().refine(isObject, "must be an object with the fields by name").optional(),
});

/** Reads the envelope. The transport checks the size too; here it is checked for whoever parses without one. */
export function readEnvelope(text: string, messageBytesMax: number): Envelope | Refusal {
  if (isLonger(text, messageBytesMax)) {
    const message = `A message has at most ${messageBytesMax} bytes, in UTF-8.`;
    return refuse(null, ["REQUEST_TOO_LARGE", message], errorNumbers.request);
  }
  const json = parseJson(text);
  if (json === undefined) return refuse(null, ["REQUEST_INVALID", "The message is not JSON."], errorNumbers.parse);
  if (Array.isArray(json)) {
    const message = "Send one request a message; batches are not taken.";
    return refuse(null, ["REQUEST_INVALID", message], errorNumbers.request);
  }
  if (!isWithinDepth(json, depthMax)) {
    const message = `A message is nested ${depthMax} deep at most.`;
    return refuse(idOf(json), ["REQUEST_INVALID", message], errorNumbers.request);
  }
  return refuseContent(json) ?? readFields(json);
}

function refuseContent(json: unknown): Refusal | undefined {
  const place = findCardData(json);
  if (place !== undefined) {
    const message = `What stands in ${place} looks like card data. It was not stored. Never send any.`;
    return refuse(idOf(json), ["CARD_DATA_REFUSED", message]);
  }
  if (isWellFormed(json)) return undefined;
  // Half a character would come back as another one from the journal, and the same request would not be the same.
  const message = "A text in the message holds half a character (a lone surrogate).";
  return refuse(idOf(json), ["REQUEST_INVALID", message], errorNumbers.request);
}

function readFields(json: unknown): Envelope | Refusal {
  const read = readBy(envelopeSchema, json, "The message");
  if (!read.ok) return refuse(idOf(json), ["REQUEST_INVALID", read.message], errorNumbers.request);
  const { id, method, params } = read.value;
  return { ok: true, id, method, params: isObject(params) ? params : {} };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON text means `undefined`, and the only thing that JSON.parse says is that it is none
  }
}

/** The id, where it is one that may be repeated in an answer. */
function idOf(json: unknown): RequestId {
  if (!isObject(json)) return null;
  const parsed = idSchema.safeParse(json["id"]);
  return parsed.success && isWellFormed(parsed.data) && !looksLikeCardData(String(parsed.data)) ? parsed.data : null;
}

/** A text has between one and three bytes for each of its UTF-16 units, so most are counted only when it matters. */
function isLonger(text: string, bytesMax: number): boolean {
  if (text.length > bytesMax) return true;
  return text.length * 3 > bytesMax && new TextEncoder().encode(text).byteLength > bytesMax;
}

function isObject(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWithinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isWithinDepth(inner, depth - 1));
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && isWellFormed(inner));
}
