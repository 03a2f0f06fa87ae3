/**
 * The fold: a record changes the state in one way only, while running and on start alike. It decides nothing.
 */
import type { JsonValue, LaneId } from "@tillwire/plugin-api";
import type { EngineRecord, IntentRecord, SentRecord } from "./records.ts";
import type { Attempt, EngineState, LaneConfig, LaneState, LivePayment, Payment, ToldFact } from "./state.ts";
import { isPayment } from "./state.ts";
import { emptyTable, lookUp, withEntry, withoutEntry } from "./table.ts";
import { referenceName } from "./reference-names.ts";

/** A record with the lane whose stream it stands in and the time it was made. */
export interface LaneRecord {
  readonly lane: LaneId;
  readonly atMs: number;
  readonly record: EngineRecord;
}

/** The state before the first record. */
export function initialState(configs: readonly LaneConfig[]): EngineState {
  return {
    phase: "running",
    room: "enough",
    lanes: new Map(configs.map((config) => [config.lane, initialLane(config)])),
    payments: emptyTable(),
    keysById: emptyTable(),
    keysByReference: emptyTable(),
    counters: new Map(),
    open: emptyTable(),
    parkedCount: 0,
    undelivered: emptyTable(),
  };
}

function initialLane(config: LaneConfig): LaneState {
  const nobody = { active: undefined, live: emptyTable<LivePayment>(), blocking: 0 };
  return { config, device: { type: "opening" }, gateway: { type: "opening" }, ...nobody, nextSeq: 1, reservedUntil: 1 };
}

/** The state after a record. */
export function applyRecord(state: EngineState, { lane, atMs, record }: LaneRecord): EngineState {
  switch (record.type) {
    case "intent":
      return withIntent(state, record, atMs);
    case "closed":
      return { ...state, payments: withEntry(state.payments, record.key, { key: record.key, closed: true }) };
    case "numbers":
      return withLane(state, lane, (old) => ({
        ...old,
        reservedUntil: Math.max(old.reservedUntil, record.until),
      }));
    case "prepared":
      return { ...state, counters: countedUp(state.counters, record.counters) };
    case "sent":
    case "gateway-state":
    case "refused":
    case "cancel-wanted":
    case "settled":
    case "outcome":
    case "reversal":
    case "reversed":
    case "acknowledged":
    case "parked":
      return withPaymentRecord(state, record, atMs);
  }
}

/** On start no number that was reserved is used again, since an event with it may have been sent. */
export function skipReservedNumbers(state: EngineState): EngineState {
  const lanes = [...state.lanes].map(([name, lane]) => [name, { ...lane, nextSeq: lane.reservedUntil }] as const);
  return { ...state, lanes: new Map(lanes) };
}

function withIntent(state: EngineState, record: IntentRecord, atMs: number): EngineState {
  const { key, id, lane, kind, amount, terms } = record;
  const facts: readonly ToldFact[] = [{ seq: record.seq, atMs, type: "accepted" }];
  const payment: Payment = {
    key,
    id,
    lane,
    kind,
    amount,
    terms,
    createdAtMs: atMs,
    cancelWanted: false,
    acknowledged: false,
    facts,
  };
  return {
    ...state,
    payments: withEntry(state.payments, key, payment),
    keysById: withEntry(state.keysById, id, key),
    open: withEntry(state.open, key, key),
  };
}

type PaymentRecord = Exclude<EngineRecord, { readonly type: "intent" | "prepared" | "closed" | "numbers" }>;

function withPaymentRecord(state: EngineState, record: PaymentRecord, atMs: number): EngineState {
  const before = lookUp(state.payments, record.key);
  if (!isPayment(before)) return state; // a record of a payment that retention has removed
  const after = withFact(changed(before, record, atMs), record, atMs);
  const next = { ...state, payments: withEntry(state.payments, record.key, after) };
  return counted(
    withCounters(record.type === "sent" ? withReferences(next, after, record) : next, record),
    before,
    after,
  );
}

function changed(payment: Payment, record: PaymentRecord, atMs: number): Payment {
  switch (record.type) {
    case "sent": {
      const { attemptId, references, recovery, canReverse, tipOnDevice, gateway } = record;
      const attempt = { attemptId, references, recovery, canReverse, tipOnDevice, ...(gateway && { gateway }) };
      return { ...payment, attempt };
    }
    case "gateway-state":
      return withGatewayState(payment, record.attemptId, record.state);
    case "refused":
      return withAttempt(payment, record.attemptId, { refused: record.outcome });
    case "settled":
      return { ...payment, held: record.outcome };
    case "outcome":
      return { ...payment, outcome: record.outcome, finalAtMs: atMs };
    case "reversal": {
      const { reason, hostReference, references } = record;
      const optional = { ...(hostReference && { hostReference }), ...(references && { references }) };
      return { ...payment, reversal: { reason, state: "pending", ...optional } };
    }
    case "reversed":
      return withReversal(payment, "done");
    case "cancel-wanted":
      return { ...payment, cancelWanted: true };
    case "acknowledged":
      return { ...payment, acknowledged: true };
    case "parked": {
      const { reason, instruction } = record;
      const parked = { reason, instruction, references: payment.attempt?.references ?? {} };
      const inDoubt = { ...payment, parked, acknowledged: false }; // what was acknowledged is not all there is to know
      return record.reversal ? withReversal(inDoubt, "parked") : inDoubt;
    }
  }
}

function withGatewayState(payment: Payment, attemptId: string, state: JsonValue): Payment {
  const gateway = payment.attempt?.gateway;
  return gateway ? withAttempt(payment, attemptId, { gateway: { ...gateway, state } }) : payment;
}

function withAttempt(payment: Payment, attemptId: string, change: Partial<Attempt>): Payment {
  const { attempt } = payment;
  return attempt?.attemptId === attemptId ? { ...payment, attempt: { ...attempt, ...change } } : payment;
}

function withReversal(payment: Payment, state: "done" | "parked"): Payment {
  if (!payment.reversal) return payment;
  const { outcome } = payment;
  const undone = outcome && outcome.kind !== "approved" ? { ...outcome, reversal: state } : outcome;
  return { ...payment, reversal: { ...payment.reversal, state }, ...(undone && { outcome: undone }) };
}

const factOfRecord: Partial<Record<PaymentRecord["type"], ToldFact["type"]>> = {
  sent: "sent",
  "cancel-wanted": "canceling",
  settled: "online-answered",
  reversal: "reversing",
  reversed: "reversed",
  parked: "parked",
};

function withFact(payment: Payment, record: PaymentRecord, atMs: number): Payment {
  if (!("seq" in record)) return payment;
  const outcomeFact = record.type === "outcome" ? (record.resolved ? "resolved" : "completed") : undefined;
  const type = outcomeFact ?? factOfRecord[record.type];
  return type ? { ...payment, facts: [...payment.facts, { seq: record.seq, atMs, type }] } : payment;
}

function withReferences(state: EngineState, payment: Payment, record: SentRecord): EngineState {
  let { keysByReference } = state;
  for (const [name, value] of Object.entries(record.references)) {
    keysByReference = withEntry(keysByReference, referenceName(payment.lane, name, value), payment.key);
  }
  return { ...state, keysByReference };
}

function withCounters(state: EngineState, record: PaymentRecord): EngineState {
  if (!("counters" in record)) return state;
  return { ...state, counters: countedUp(state.counters, record.counters) };
}

/** Lanes may share a counter, and each lane's records are folded by themselves: the highest counts. */
function countedUp(
  before: ReadonlyMap<string, number>,
  counters: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const counts = new Map(before);
  for (const [name, count] of Object.entries(counters)) counts.set(name, Math.max(count, counts.get(name) ?? 0));
  return counts;
}

/** Keeps the sets that the counts and the recovery are made from. */
function counted(state: EngineState, before: Payment, after: Payment): EngineState {
  const { key } = after;
  const open = settled(after) ? withoutEntry(state.open, key) : state.open;
  const undelivered = isUndelivered(after)
    ? withEntry(state.undelivered, key, key)
    : withoutEntry(state.undelivered, key);
  const parkedCount = state.parkedCount + (after.parked && !before.parked ? 1 : 0);
  return { ...state, open, undelivered, parkedCount };
}

/** Nothing is left to do about the payment but to acknowledge it. */
function settled(payment: Payment): boolean {
  if (payment.parked) return true;
  return payment.outcome !== undefined && payment.reversal?.state !== "pending";
}

function isUndelivered(payment: Payment): boolean {
  return (payment.outcome !== undefined || payment.parked !== undefined) && !payment.acknowledged;
}

/** The state with one lane changed. A lane that the configuration does not have any more is left out. */
export function withLane(state: EngineState, lane: LaneId, change: (old: LaneState) => LaneState): EngineState {
  const old = state.lanes.get(lane);
  return old ? { ...state, lanes: new Map(state.lanes).set(lane, change(old)) } : state;
}
