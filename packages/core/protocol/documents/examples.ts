/** Messages as they really travel; a test holds each against its schema. */
import type { Methods, Notifications } from "../src/wire.ts";
import type { PaymentKey, PaymentView } from "../src/wire.ts";

const key = "order-1042-1" as PaymentKey; // an example; the schemas check its form
const amount = { amountMinor: 2_500, currency: "EUR" };

const approved = {
  id: "pm_5d0c1f8ab2e34976c1d0aa42",
  key,
  lane: "till-1",
  kind: "sale",
  amount,
  state: "final",
  outcome: {
    kind: "approved",
    breakdown: {
      currency: "EUR",
      requestedMinor: 2_500,
      tipMinor: 0,
      surchargeMinor: 0,
      cashbackMinor: 0,
      authorizedMinor: 2_500,
    },
    hostReference: "000000000017",
    authorizationCode: "A1B2C3",
    card: { entry: "chip", pan: "476173******0119", brand: "Visa" },
  },
  recoveryLevel: "B",
  attemptId: "at_90aa7c31d5e24bb8a3f6710c",
  questions: [],
  acknowledged: false,
  createdAt: "2026-11-24T10:15:00.000Z",
  finalAt: "2026-11-24T10:15:04.120Z",
} as unknown as PaymentView; // names are branded types; the schemas check their form

/** Parameters, by method. */
export const paramExamples: { readonly [Name in keyof Methods]?: unknown } = {
  "session.open": { version: 1, pos: { name: "corner shop, till 2", asks: ["partial-approval"] } },
  "payment.sale": { key, keyCreatedAt: "2026-11-24T10:15:00.000Z", lane: "till-1", amount, orderReference: "1042" },
  "payment.cancel": { key },
  "payment.get": { key },
  "payment.watch": { key, afterSeq: 0 },
  "payment.answer": { key, questionId: "qn_1", answer: { kind: "partial-approval", accept: true } },
  "payment.acknowledge": { key },
  "payment.close": { key, keyCreatedAt: "2026-11-24T10:15:00.000Z", lane: "till-1" },
  "lane.list": {},
  "lane.status": { lane: "till-1" },
  "bridge.status": {},
};

/** Results, by method. */
export const resultExamples: { readonly [Name in keyof Methods]?: unknown } = {
  "payment.sale": { payment: approved },
  "payment.cancel": { cancel: "canceling" },
  "payment.close": { closed: true },
};

/** Notifications, by name. */
export const notificationExamples: { readonly [Name in keyof Notifications]?: unknown } = {
  "bridge.hello": {
    versions: { min: 1, max: 1 },
    bridge: { version: "0.1.0", mode: "demo", keyId: "jX0b1a9cQ2m4Zk7e5w8RtA" },
    limits: {
      messageBytes: 65_536,
      requestsInFlight: 32,
      connections: 64,
      handshakeMs: 5_000,
      idleMs: 30_000,
      queuedBytes: 1_048_576,
    },
    nonce: "7f1d5c0b9e2a48d3b6c4f0a1e8d79c5b2a3f4e6d7c8b9a01",
  },
  "payment.event": {
    key,
    lane: "till-1",
    seq: 4,
    at: "2026-11-24T10:15:01.500Z",
    body: { type: "prompt", promptId: "enter-pin" },
  },
  "bridge.event": { state: "stopping", message: "The bridge is stopping." },
};

/** An error, as it travels. */
export const errorExample = {
  code: -32_000,
  message: "The lane is in the middle of another payment.",
  data: { code: "LANE_BUSY", effect: "none", retry: true },
};
