/**
 * JSON-RPC 2.0 frames as the client writes and reads them. A pure codec: whatever comes in, it gives one of four kinds.
 * Source: JSON-RPC 2.0 specification, sections 4 and 5.
 */
import type { ErrorData } from "@tillwire/protocol/wire";
import { isObject, parseJson } from "./parse.ts";

/** What a frame of the bridge can be. `malformed` says what is wrong with it. */
export type IncomingFrame =
  | { readonly kind: "result"; readonly id: number; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: "error"; readonly id: number | null; readonly error: ErrorData }
  | { readonly kind: "notification"; readonly method: string; readonly params: Readonly<Record<string, unknown>> }
  | { readonly kind: "malformed"; readonly id?: number; readonly reason: string };

export function writeRequest(id: number, method: string, params: object): string {
  return JSON.stringify({ jsonrpc: "2.0", id, method, params });
}

export function readFrame(data: unknown): IncomingFrame {
  if (typeof data !== "string") return { kind: "malformed", reason: "a frame that is not text" };
  const frame = parseJson(data);
  if (!isObject(frame) || frame["jsonrpc"] !== "2.0")
    return { kind: "malformed", reason: "text that is no JSON-RPC 2.0" };
  const { id, method, params, result, error } = frame;
  if (typeof method === "string" && id === undefined) {
    return { kind: "notification", method, params: isObject(params) ? params : {} };
  }
  if (id === null && isObject(error)) return { kind: "error", id, error: readError(error) };
  if (typeof id !== "number") return { kind: "malformed", reason: "an answer without the number of its request" };
  if (isObject(error)) return { kind: "error", id, error: readError(error) };
  if (isObject(result)) return { kind: "result", id, result };
  return { kind: "malformed", id, reason: "an answer with neither result nor error" };
}

/** What does not say whether money may have moved is taken for "possible". */
function readError(error: Readonly<Record<string, unknown>>): ErrorData {
  const data = isObject(error["data"]) ? error["data"] : {};
  const effect = data["effect"] === "none" ? "none" : "possible";
  const message = error["message"] ?? data["message"];
  return {
    // Codes of a newer bridge pass through as they are: the error class of the client takes any.
    code: (typeof data["code"] === "string" ? data["code"] : "INTERNAL") as ErrorData["code"],
    message: typeof message === "string" ? message : "The bridge gave no reason.",
    effect,
    retry: data["retry"] === true && effect === "none",
  };
}
