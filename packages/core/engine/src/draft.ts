/**
 * A decision while it is being made: the state so far, the records and effects so far. Made and used within one call of
 * `decide`, which stays a pure function.
 */
import type { LaneId, PaymentEventBody, PaymentKey } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { isBlocking } from "./blocking.ts";
import type { Effect } from "./effects.ts";
import type { LaneRecord } from "./fold.ts";
import { applyRecord, withLane } from "./fold.ts";
import type { Occasion, Timer } from "./inputs.ts";
import type { EngineRecord } from "./records.ts";
import type { EngineState, LaneState, LivePayment, Payment } from "./state.ts";
import { isPayment } from "./state.ts";
import { lookUp, withEntry, withoutEntry } from "./table.ts";
import { isoTime } from "./views.ts";

/** How many event numbers are reserved at once: one record for so many events. */
const seqBlock = 1000;

/** A decision in the making. */
export interface Draft {
  state: EngineState;
  readonly records: LaneRecord[];
  readonly effects: Effect[];
  readonly atMs: number;
  readonly entropy: string;
}

/** Begins a decision. */
export function draftOf(state: EngineState, { atMs, entropy }: Occasion): Draft {
  return { state, records: [], effects: [], atMs, entropy };
}

/** Writes a record down; the state changes with it. */
export function write(draft: Draft, lane: LaneId, record: EngineRecord): void {
  const entry = { lane, atMs: draft.atMs, record };
  draft.records.push(entry);
  draft.state = applyRecord(draft.state, entry);
}

/** Adds an effect. */
export function run(draft: Draft, effect: Effect): void {
  draft.effects.push(effect);
}

/** The next event number of a lane. Reserves a block when none is left. */
export function takeSeq(draft: Draft, lane: LaneId): number {
  const { nextSeq, reservedUntil } = laneOf(draft, lane);
  if (nextSeq >= reservedUntil) write(draft, lane, { type: "numbers", until: nextSeq + seqBlock });
  draft.state = withLane(draft.state, lane, (old) => ({ ...old, nextSeq: nextSeq + 1 }));
  return nextSeq;
}

/** What is told. `seq`: the number of the record that states it; without one it gets its own. */
export type Told = PaymentEventBody & { readonly seq?: number };

/** Tells the POS something about a payment, under a number of its own or that of the record which states it. */
export function tell(draft: Draft, payment: Payment, { seq, ...body }: Told): void {
  const { key, lane } = payment;
  const event = { key, lane, seq: seq ?? takeSeq(draft, lane), at: isoTime(draft.atMs), body };
  run(draft, { type: "notify", event: { type: "payment.event", event } });
}

/** The lane, which exists: names are checked where they come in. */
export function laneOf(draft: Draft, lane: LaneId): LaneState {
  const state = draft.state.lanes.get(lane);
  if (state) return state;
  const message = `The engine was handed an input for lane ${lane}, which is not configured.`;
  throw new TillwireError("INTERNAL", { message, effect: "possible" });
}

/** The payment under a key. */
export function paymentOf(draft: Draft, key: PaymentKey): Payment | undefined {
  const entry = lookUp(draft.state.payments, key);
  return isPayment(entry) ? entry : undefined;
}

/** The volatile half of a payment, while it is not settled. */
export function liveOf(
  draft: Draft,
  { lane, key }: { readonly lane: LaneId; readonly key: PaymentKey },
): LivePayment | undefined {
  const state = draft.state.lanes.get(lane);
  return state && lookUp(state.live, key);
}

/** Changes the volatile half of a payment. */
export function setLive(draft: Draft, lane: LaneId, live: Omit<LivePayment, "blocking">): void {
  const { key } = live;
  const before = liveOf(draft, { lane, key })?.blocking ?? false;
  const blocking = isBlocking(draft.state, live);
  draft.state = withLane(draft.state, lane, (old) => ({
    ...old,
    live: withEntry(old.live, key, { ...live, blocking }),
    blocking: old.blocking + Number(blocking) - Number(before),
  }));
}

/** Forgets the volatile half: the payment is settled. */
export function dropLive(draft: Draft, { lane, key }: { readonly lane: LaneId; readonly key: PaymentKey }): void {
  const before = liveOf(draft, { lane, key })?.blocking ?? false;
  draft.state = withLane(draft.state, lane, (old) => ({
    ...old,
    live: withoutEntry(old.live, key),
    blocking: old.blocking - Number(before),
  }));
}

/** Starts a timer; one that runs under the same name is replaced. */
export function startTimer(draft: Draft, timer: Timer, durationMs: number): void {
  run(draft, { type: "start-timer", timer, durationMs });
}

/** Stops timers of a payment. */
export function stopTimers(draft: Draft, payment: Payment, kinds: readonly Exclude<Timer["kind"], "question">[]): void {
  for (const kind of kinds) run(draft, { type: "stop-timer", timer: { lane: payment.lane, key: payment.key, kind } });
}

/** Marks which payment the device works for. */
export function setActive(draft: Draft, lane: LaneId, active: PaymentKey | undefined): void {
  draft.state = withLane(draft.state, lane, (old) => ({ ...old, active }));
}

/** Adds to, or changes, the volatile half of a payment that has one. */
export function updateLive(draft: Draft, payment: Payment, change: Partial<LivePayment>): void {
  const live = liveOf(draft, payment);
  if (live) setLive(draft, payment.lane, { ...live, ...change });
}
