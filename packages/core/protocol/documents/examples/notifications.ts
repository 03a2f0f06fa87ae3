/** Notifications and errors, as they travel. */
import type { ErrorMessage, Notifications, PaymentEvent, PaymentEventBody } from "../../src/wire.ts";
import { approved, key, lane, laneView } from "./payments.ts";

type EventExamples = {
  readonly [Type in PaymentEventBody["type"]]: Extract<PaymentEventBody, { readonly type: Type }>;
};

const question = {
  questionId: "qn_1",
  question: { kind: "signature", image: { format: "png", bytesBase64: "iVBORw0KGgo=" } },
  deadlineMs: 30_000,
} as const;

/** An event of each type. */
export const eventExamples: EventExamples = {
  accepted: { type: "accepted" },
  sent: { type: "sent" },
  "online-answered": { type: "online-answered" },
  reversing: { type: "reversing" },
  reversed: { type: "reversed" },
  parked: { type: "parked" },
  completed: { type: "completed", payment: approved },
  resolved: { type: "resolved", payment: approved },
  unknown: { type: "unknown", message: "No answer came in time." },
  canceling: { type: "canceling" },
  question: { type: "question", question },
  "question-closed": { type: "question-closed", questionId: "qn_1", by: "answer" },
  prompt: { type: "prompt", promptId: "enter-pin" },
  "terminal-text": { type: "terminal-text", text: "BITTE PIN" },
  "card-presented": { type: "card-presented", card: { entry: "contactless", brand: "girocard" } },
  "card-removed": { type: "card-removed" },
  print: { type: "print", copy: "customer", lines: [{ text: "Thank you", align: "center", emphasis: "bold" }] },
};

export function eventOf(body: PaymentEventBody): PaymentEvent {
  return { key, lane, seq: 42, at: "2026-11-24T10:15:01.500Z", body };
}

export const notificationExamples: Notifications = {
  "bridge.hello": {
    versions: { min: 1, max: 1 },
    bridge: { name: "Front counter", version: "0.1.0", mode: "demo", keyId: "jX0b1a9cQ2m4Zk7e5w8RtA" },
    limits: {
      messageBytes: 65_536,
      requestsInFlight: 32,
      connections: 64,
      handshakeMs: 5_000,
      idleMs: 30_000,
      queuedBytes: 1_048_576,
    },
    nonce: "mJ0cXk3b9yqvT4ZrWc1uDk7FhPqLs2aEoGxNtYiBvU8",
  },
  "payment.event": eventOf(eventExamples.prompt),
  "lane.event": { lane: { ...laneView, state: "busy" } },
  "bridge.event": { state: "stopping", message: "The bridge is stopping." },
};

export const errorExample: ErrorMessage = {
  code: -32_000,
  message: "The lane is in the middle of another payment.",
  data: { code: "LANE_BUSY", effect: "none", retry: true },
};
