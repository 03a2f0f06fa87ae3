/** Answers to questions about the state. The host asks them of the durable state only. */
import type {
  BridgeStatus,
  PaymentEvent,
  PaymentKey,
  PaymentSelector,
  PaymentView,
  PosCommand,
  PosReply,
} from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { EngineState, Payment, ToldFact } from "./state.ts";
import { isPayment } from "./state.ts";
import { lookUp, valuesOf } from "./table.ts";
import { isoTime, laneView, paymentView } from "./views.ts";

/** What the status says beside the engine's own state. */
export interface BridgeFacts {
  readonly version: string;
  readonly mode: "demo" | "live";
  readonly startedAtMs: number;
}

/** Answers a command that only asks. */
export function answerQuery(state: EngineState, command: PosCommand, facts: BridgeFacts): PosReply {
  switch (command.type) {
    case "payment.get":
      return paymentReply(state, command.payment);
    case "payment.acknowledge":
      return paymentReply(state, command);
    case "payment.watch":
      return watchReply(state, command);
    case "lane.list": {
      const lanes = [...state.lanes.values()].map((lane) => laneView(state, lane));
      return { kind: "result", result: { lanes } };
    }
    case "lane.status": {
      const lane = state.lanes.get(command.lane);
      if (!lane) return failure("LANE_UNKNOWN", `There is no lane ${command.lane}. Use a lane from lane.list.`);
      return { kind: "result", result: { lane: laneView(state, lane) } };
    }
    case "bridge.status":
      return { kind: "result", result: bridgeStatus(state, facts) };
    case "payment.sale":
    case "payment.cancel":
    case "payment.answer":
    case "payment.close":
      return failure("INTERNAL", `${command.type} is not a question.`);
  }
}

/** The payment that a selector names. */
export function findPayment(state: EngineState, selector: PaymentSelector): Payment | undefined {
  const key = "key" in selector ? selector.key : lookUp(state.keysById, selector.id);
  const entry = key === undefined ? undefined : lookUp(state.payments, key);
  return isPayment(entry) ? entry : undefined;
}

/** The most that a POS is told at once when it connects. */
const openPaymentsMax = 100;

/**
 * Payments that are not settled, then those whose outcome nobody has acknowledged; the newest first, at most a hundred.
 * The status counts all of them. What is still going on comes first: it is what a POS has to follow.
 */
export function openPayments(state: EngineState): readonly PaymentView[] {
  const open = newestOf(state, valuesOf(state.open));
  const undelivered = newestOf(state, valuesOf(state.undelivered)).filter(({ key }) => !lookUp(state.open, key));
  return [...open, ...undelivered].slice(0, openPaymentsMax).map((payment) => paymentView(state, payment));
}

function newestOf(state: EngineState, keys: Iterable<PaymentKey>): readonly Payment[] {
  const payments = [...keys].map((key) => lookUp(state.payments, key)).filter((entry) => isPayment(entry));
  return payments.toSorted((one, other) => other.createdAtMs - one.createdAtMs);
}

function paymentReply(state: EngineState, selector: PaymentSelector): PosReply {
  const payment = findPayment(state, selector);
  if (payment) return { kind: "result", result: { payment: paymentView(state, payment) } };
  const closed = "key" in selector && lookUp(state.payments, selector.key) !== undefined;
  if (closed) return failure("KEY_CLOSED", "This key was closed before it started. Start anew with a new key.");
  return failure("NOT_FOUND", "The bridge does not know this payment. To start over safely, close the key first.");
}

function watchReply(state: EngineState, command: Extract<PosCommand, { type: "payment.watch" }>): PosReply {
  const payment = findPayment(state, command);
  if (!payment) return paymentReply(state, command);
  const events = factEvents(state, payment).filter(({ seq }) => seq > command.afterSeq);
  return { kind: "result", result: { payment: paymentView(state, payment), events, gap: true } };
}

/** The facts of a payment as events, as they were told, from the journal. */
export function factEvents(state: EngineState, payment: Payment): readonly PaymentEvent[] {
  const { key, lane } = payment;
  return payment.facts.map((fact) => ({
    key,
    lane,
    seq: fact.seq,
    at: isoTime(fact.atMs),
    body: factBody(state, payment, fact),
  }));
}

function factBody(state: EngineState, payment: Payment, { type }: ToldFact): PaymentEvent["body"] {
  if (type === "completed" || type === "resolved") return { type, payment: paymentView(state, payment) };
  return { type };
}

/** The health of the bridge. */
export function bridgeStatus(state: EngineState, { version, mode, startedAtMs }: BridgeFacts): BridgeStatus {
  return {
    state: state.phase,
    version,
    mode,
    startedAt: isoTime(startedAtMs),
    lanes: [...state.lanes.values()].map((lane) => laneView(state, lane)),
    openPayments: state.open.size,
    parkedPayments: state.parkedCount,
    undeliveredPayments: state.undelivered.size,
  };
}

function failure(code: "LANE_UNKNOWN" | "NOT_FOUND" | "KEY_CLOSED" | "INTERNAL", message: string): PosReply {
  return { kind: "error", error: errorData(new TillwireError(code, { message, effect: "none" })) };
}
