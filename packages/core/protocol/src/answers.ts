/** From the engine's answers and events to the text that a POS of the newest version gets. */
import type { BridgeEvent, ErrorData, PaymentView, PosReply } from "@tillwire/plugin-api";
import { onWire } from "./on-wire.ts";
import type { OnWire } from "./on-wire.ts";
import type { RequestId } from "./refusals.ts";
import type { BridgeMessage, ErrorMessage, Hello, NotificationMessage, SessionOpenResult } from "./wire.ts";
import { errorNumbers } from "./wire.ts";

/**
 * The answer to a request.
 * @public
 */
export function encodeReply(id: string | number, reply: PosReply | OnWire<PosReply>): string {
  if (reply.kind === "error") return encodeError(id, reply.error);
  return encodeMessage({ jsonrpc: "2.0", id, result: onWire(reply.result) });
}

/**
 * An open session in the engine's words.
 * @public
 */
export type OpenedSession = Omit<SessionOpenResult, "openPayments"> & { readonly openPayments: readonly PaymentView[] };

/**
 * The answer to `session.open`.
 * @public
 */
export function encodeSession(id: string | number, result: OpenedSession | SessionOpenResult): string {
  return encodeMessage({ jsonrpc: "2.0", id, result: onWire(result) });
}

/**
 * The answer to a request that cannot be taken. `number` is what JSON-RPC has for it, where the code does not say.
 * @public
 */
export function encodeError(id: RequestId, error: ErrorData, number?: number): string {
  return encodeMessage({ jsonrpc: "2.0", id, error: errorMessage(error, number) });
}

/**
 * The first message of a connection. It is the same in every version.
 * @public
 */
export function encodeHello(hello: Hello): string {
  return encodeMessage({ jsonrpc: "2.0", method: "bridge.hello", params: hello });
}

/**
 * Something that the bridge tells.
 * @public
 */
export function encodeEvent(event: BridgeEvent | OnWire<BridgeEvent>): string {
  return encodeMessage(eventMessage(event));
}

/**
 * An event as a notification.
 * @public
 */
export function eventMessage(event: BridgeEvent | OnWire<BridgeEvent>): NotificationMessage {
  switch (event.type) {
    case "payment.event":
      return { jsonrpc: "2.0", method: "payment.event", params: onWire(event.event) };
    case "lane.event":
      return { jsonrpc: "2.0", method: "lane.event", params: { lane: event.lane } };
    case "bridge.event":
      return { jsonrpc: "2.0", method: "bridge.event", params: { state: event.state, message: event.message } };
  }
}

/**
 * The number is for JSON-RPC; the code is what a program looks at.
 * @public
 */
export function errorMessage({ code, message, effect, retry }: ErrorData, number?: number): ErrorMessage {
  return { code: number ?? numbers[code] ?? errorNumbers.refused, message, data: { code, effect, retry } };
}

const numbers: Readonly<Partial<Record<ErrorData["code"], number>>> = {
  REQUEST_INVALID: errorNumbers.params,
  CARD_DATA_REFUSED: errorNumbers.params,
  REQUEST_TOO_LARGE: errorNumbers.request,
  METHOD_UNKNOWN: errorNumbers.method,
  PLUGIN_FAILED: errorNumbers.internal,
  JOURNAL_FAILED: errorNumbers.internal,
  INTERNAL: errorNumbers.internal,
};

function encodeMessage(message: BridgeMessage): string {
  return JSON.stringify(message);
}
