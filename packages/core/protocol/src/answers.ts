/** From the engine's answers and events to the text that a POS gets. */
import type { BridgeEvent, ErrorData, PosReply } from "@tillwire/plugin-api";
import type { RequestId } from "./requests.ts";
import type { BridgeMessage, ErrorMessage, Hello, Notifications, SessionOpenResult } from "./wire.ts";
import { errorNumbers } from "./wire.ts";

/** The answer to a request. */
export function encodeReply(id: string | number, reply: PosReply): string {
  if (reply.kind === "error") return encodeError(id, reply.error);
  return encode({ jsonrpc: "2.0", id, result: reply.result });
}

/** The answer to `session.open`. */
export function encodeSession(id: string | number, result: SessionOpenResult): string {
  return encode({ jsonrpc: "2.0", id, result });
}

/** The answer to a request that cannot be taken. */
export function encodeError(id: RequestId, error: ErrorData): string {
  return encode({ jsonrpc: "2.0", id, error: errorMessage(error) });
}

/** The first message of a connection. */
export function encodeHello(hello: Hello): string {
  return encode({ jsonrpc: "2.0", method: "bridge.hello", params: hello });
}

/** Something that the bridge tells. */
export function encodeEvent(event: BridgeEvent): string {
  switch (event.type) {
    case "payment.event":
      return notification("payment.event", event.event);
    case "lane.event":
      return notification("lane.event", { lane: event.lane });
    case "bridge.event":
      return notification("bridge.event", { state: event.state, message: event.message });
  }
}

function notification<Name extends keyof Notifications>(method: Name, params: Notifications[Name]): string {
  // name and content belong together by the signature, which the compiler does not see in the union
  return encode({ jsonrpc: "2.0", method, params } as BridgeMessage);
}

/** The number is for JSON-RPC; the code is what a program looks at. */
export function errorMessage({ code, message, effect, retry }: ErrorData): ErrorMessage {
  return { code: numbers[code] ?? errorNumbers.refused, message, data: { code, effect, retry } };
}

const numbers: Readonly<Partial<Record<ErrorData["code"], number>>> = {
  REQUEST_INVALID: errorNumbers.params,
  CARD_DATA_REFUSED: errorNumbers.params,
  REQUEST_TOO_LARGE: errorNumbers.request,
  METHOD_UNKNOWN: errorNumbers.method,
  INTERNAL: errorNumbers.internal,
};

/** Bytes, as in the image of a signature, travel as base64. */
function encode(message: BridgeMessage): string {
  return JSON.stringify(message, (_, value: unknown) => (value instanceof Uint8Array ? base64(value) : value));
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
