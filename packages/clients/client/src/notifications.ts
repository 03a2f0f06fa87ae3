/** What the bridge tells without being asked, as the client passes it on. What a newer bridge adds is passed over. */
import type { LaneView, Notifications, PaymentEvent, PaymentKey, PaymentView } from "@tillwire/protocol/wire";
import type { ClientError } from "./client-error.ts";
import type { ConnectionState } from "./connector.ts";
import type { IncomingFrame } from "./frames.ts";
import { isObject, isPaymentView } from "./parse.ts";
import type { PaymentUpdate } from "./payment.ts";

/**
 * What the bridge tells of a payment: a number that rises within the lane, a time (UTC, ISO 8601), and what happened.
 * @public
 */
export type BridgePaymentEvent = Omit<PaymentEvent, "body"> & PaymentEvent["body"];

/**
 * Everything that a client hears of. `payment`: any payment that this POS follows. `open-payments`: what the bridge
 * still has open for this POS, told with each new connection. `trouble`: something went wrong that no call can be told.
 * @public
 */
export type ClientEvent =
  | ConnectionState
  | { readonly type: "open-payments"; readonly payments: readonly PaymentView[] }
  | { readonly type: "payment"; readonly key: PaymentKey; readonly update: PaymentUpdate }
  | { readonly type: "lane"; readonly lane: LaneView }
  | ({ readonly type: "bridge" } & Notifications["bridge.event"])
  | { readonly type: "trouble"; readonly error: ClientError };

const knownTypes: Readonly<Record<PaymentEvent["body"]["type"], true>> = {
  accepted: true,
  sent: true,
  "online-answered": true,
  reversing: true,
  reversed: true,
  parked: true,
  completed: true,
  resolved: true,
  prompt: true,
  "terminal-text": true,
  "card-presented": true,
  "card-removed": true,
  print: true,
  question: true,
  "question-closed": true,
  unknown: true,
  canceling: true,
};

/** Undefined for what is no event of a payment, or one of a kind that this client does not know. */
export function readPaymentEvent(value: unknown): BridgePaymentEvent | undefined {
  if (!isObject(value) || !isObject(value["body"])) return undefined;
  const { body, key, seq } = value;
  const type = body["type"];
  const isKnown = typeof type === "string" && Object.hasOwn(knownTypes, type);
  if (!isKnown || typeof key !== "string" || !Number.isSafeInteger(seq)) return undefined;
  if ((type === "completed" || type === "resolved") && !isPaymentView(body["payment"])) return undefined;
  if (type === "question" && !isQuestion(body["question"])) return undefined;
  const { body: _, ...head } = value;
  // Checked as far as the client relies on it; the rest is the bridge's word.
  return { ...head, ...body } as BridgePaymentEvent;
}

/** Undefined for what is no lane. */
function readLane(value: unknown): LaneView | undefined {
  const isLane = isObject(value) && typeof value["lane"] === "string" && typeof value["state"] === "string";
  // As above.
  return isLane ? (value as unknown as LaneView) : undefined;
}

function isQuestion(value: unknown): boolean {
  return isObject(value) && typeof value["questionId"] === "string";
}

/** Passes notifications on, and those over that this client does not know. */
export function notificationReader(
  tell: (event: ClientEvent) => void,
  take: (event: BridgePaymentEvent) => void,
): (frame: Extract<IncomingFrame, { kind: "notification" }>) => void {
  return ({ method, params }) => {
    if (method === "payment.event") {
      const event = readPaymentEvent(params);
      if (event) take(event);
    } else if (method === "lane.event") {
      const lane = readLane(params["lane"]);
      if (lane) tell({ type: "lane", lane });
    } else if (method === "bridge.event") {
      const { state, message } = params;
      const isKnown = state === "running" || state === "stopping" || state === "failed";
      if (isKnown && typeof message === "string") tell({ type: "bridge", state, message });
    }
  };
}
