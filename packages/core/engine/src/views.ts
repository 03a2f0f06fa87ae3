/** Views: the state as a POS may see it. Made from a state that is durable, so what they say survives a crash. */
import type {
  LaneOperation,
  LaneView,
  OpenQuestion,
  PaymentKind,
  PaymentState,
  PaymentView,
} from "@tillwire/plugin-api";
import { supportOf } from "@tillwire/plugin-api";
import { paymentKindSchema } from "./schemas/capabilities.ts";
import type { EngineState, LaneState, LivePayment, Payment } from "./state.ts";
import { lookUp } from "./table.ts";

/** A payment as the POS sees it. */
export function paymentView(state: EngineState, payment: Payment): PaymentView {
  const lane = state.lanes.get(payment.lane);
  const live = lane && lookUp(lane.live, payment.key);
  return {
    id: payment.id,
    key: payment.key,
    lane: payment.lane,
    kind: payment.kind,
    amount: payment.amount,
    state: paymentState(payment, live),
    ...(payment.outcome && { outcome: payment.outcome }),
    ...(payment.attempt && { recoveryLevel: payment.attempt.recovery.level, attemptId: payment.attempt.attemptId }),
    questions: live?.questions.map(openQuestion) ?? [],
    acknowledged: payment.acknowledged,
    ...(payment.parked && { parked: payment.parked }),
    createdAt: isoTime(payment.createdAtMs),
    ...(payment.finalAtMs !== undefined && { finalAt: isoTime(payment.finalAtMs) }),
  };
}

function paymentState(payment: Payment, live: LivePayment | undefined): PaymentState {
  if (payment.outcome) return "final";
  if (payment.parked) return "parked";
  if (live?.unknown === true) return "unknown";
  if (!payment.attempt) return "accepted";
  return live ? "sent" : "unknown";
}

/** A question as the POS sees it. */
export function openQuestion({ questionId, question, deadlineMs }: OpenQuestion): OpenQuestion {
  return { questionId, question, deadlineMs };
}

/** A lane as the POS sees it. */
export function laneView(state: EngineState, lane: LaneState): LaneView {
  const { config, device } = lane;
  const capabilities = device.type === "ready" ? device.capabilities : undefined;
  const reason = laneReason(state, lane);
  return {
    lane: config.lane,
    state: laneStateName(state, lane),
    ...(reason !== undefined && { reason }),
    device: config.device.displayName,
    ...(config.gateway && { gateway: config.gateway.displayName }),
    currencies: capabilities?.currencies ?? [],
    operations: capabilities
      ? paymentKindSchema.options.map((kind) => laneOperation(kind, capabilities.operations))
      : [],
    cancel: capabilities?.cancel ?? false,
    partialApproval: (capabilities?.partialApproval ?? false) && config.settings.partialApproval,
    answerWithinMs: config.settings.answerWithinMs,
  };
}

function laneOperation(kind: PaymentKind, table: Parameters<typeof supportOf<PaymentKind>>[0]): LaneOperation {
  const support = supportOf(table, kind);
  if (support.support === "unsupported") return { kind, support: "unsupported" };
  return { kind, support: support.support, recoveryLevel: support.recovery.level };
}

function laneStateName(state: EngineState, lane: LaneState): LaneView["state"] {
  if (state.phase === "failed") return "failed";
  if (lane.device.type !== "ready") return lane.device.type;
  if (lane.config.gateway && lane.gateway.type !== "ready") return lane.gateway.type;
  if (lane.active !== undefined) return "busy";
  if (state.room === "short") return "paused";
  return lane.blocking > 0 ? "recovering" : "ready";
}

function laneReason(state: EngineState, lane: LaneState): string | undefined {
  if (state.phase === "failed") return "The journal failed; restart the bridge after the disk was repaired.";
  if (lane.device.type === "opening") return "The device is being connected.";
  if (lane.device.type === "lost") return lane.device.error.message;
  if (lane.config.gateway && lane.gateway.type === "opening") return "The payment host is being connected.";
  if (lane.config.gateway && lane.gateway.type === "lost") return lane.gateway.error.message;
  if (lane.active === undefined && state.room === "short") return roomShort;
  if (lane.active === undefined && lane.blocking > 0) return "An earlier payment is being settled first.";
  return undefined;
}

/** Why nothing new is taken while room is short, and what to do. */
export const roomShort =
  "The bridge's disk is nearly full: what is left is kept for the payments that are open. Make room on the disk.";

/** UTC, ISO 8601 with milliseconds. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
