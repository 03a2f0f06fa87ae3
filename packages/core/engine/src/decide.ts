/**
 * The engine: `decide(state, occasion)` gives the next state, the records to write and the effects to do once these are
 * durable. No clock, no I/O, no promises: the same arguments give the same decision, in production as in a simulator.
 */
import type { ErrorData, LaneId, PosCommand, ReaderCapabilities, TerminalCapabilities } from "@tillwire/plugin-api";
import { defaultAnswer, errorData, TillwireError } from "@tillwire/plugin-api";
import { capabilitiesTogether } from "./capabilities.ts";
import { answerQuestion } from "./commands/answer.ts";
import { cancel } from "./commands/cancel.ts";
import { dropSession, showInterest } from "./commands/interest.ts";
import { acknowledge, close } from "./commands/keys.ts";
import { sale } from "./commands/sale.ts";
import type { Draft } from "./draft.ts";
import { draftOf, laneOf, liveOf, paymentOf, run, tell, updateLive } from "./draft.ts";
import type { Effect } from "./effects.ts";
import type { LaneRecord } from "./fold.ts";
import { withLane } from "./fold.ts";
import type { Input, Occasion } from "./inputs.ts";
import { onExecuted } from "./payment/execution.ts";
import { onLookedUp } from "./payment/find-out.ts";
import { answerPlugin, ask } from "./payment/questions.ts";
import { currentAttemptId } from "./payment/reader/dialogue.ts";
import { onCardFinished } from "./payment/reader/finish.ts";
import { onSendAsked } from "./payment/reader/authorize.ts";
import { onCardRead } from "./payment/reader/read.ts";
import { onGatewayAnswered } from "./payment/gateway.ts";
import { resumeLane } from "./payment/resume.ts";
import { onReverseAnswered } from "./payment/reversal.ts";
import { findPayment } from "./query.ts";
import { recover } from "./recover.ts";
import { onSettleAsked } from "./settle.ts";
import type { EngineState, GatewayStatus, Payment, PosRef } from "./state.ts";
import { valuesOf } from "./table.ts";
import { onTimer } from "./timers.ts";
import { laneView } from "./views.ts";

/** What was decided. */
export interface Decision {
  readonly state: EngineState;
  readonly records: readonly LaneRecord[];
  readonly effects: readonly Effect[];
}

/** Decides what an occasion means. */
export function decide(state: EngineState, occasion: Occasion): Decision {
  const draft = draftOf(state, occasion);
  take(draft, occasion.input);
  tellLanes(draft, state);
  return { state: draft.state, records: draft.records, effects: draft.effects };
}

function take(draft: Draft, input: Input): void {
  switch (input.type) {
    case "started":
      return recover(draft);
    case "command":
      return onCommand(draft, input);
    case "session-closed":
      return dropSession(draft, input.sessionId);
    case "device-ready":
      return onDeviceReady(draft, input.lane, input.capabilities);
    case "device-lost":
      return onDeviceLost(draft, input.lane, input.error);
    case "reader-ready":
      return onReaderReady(draft, input.lane, input.capabilities);
    case "gateway-ready":
      return onGatewayStatus(draft, input.lane, { type: "ready" });
    case "gateway-lost":
      return onGatewayStatus(draft, input.lane, { type: "lost", error: input.error });
    case "card-read":
      return onCardRead(draft, input.attempt, input.answer);
    case "card-finished":
      return onCardFinished(draft, input.attempt, input.answer);
    case "send-asked":
      return onSendAsked(draft, input);
    case "gateway-answered":
      return onGatewayAnswered(draft, input.attempt, input.answer);
    case "executed":
      return onExecuted(draft, input.attempt, input.answer);
    case "looked-up":
      return onLookedUp(draft, input.attempt, input.answer);
    case "reverse-answered":
      onReverseAnswered(draft, input.attempt, input.answer);
      return resumeLane(draft, input.attempt.lane);
    case "settle-asked":
      return onSettleAsked(draft, input);
    case "asked":
      return onAsked(draft, input);
    case "progress":
      return onProgress(draft, input);
    case "timer":
      return onTimer(draft, input.timer);
    case "room":
      draft.state = { ...draft.state, room: input.room };
      return;
    case "stopping":
      draft.state = { ...draft.state, phase: "stopping" };
      return;
    case "stop":
      return onStop(draft);
  }
}

function onCommand(
  draft: Draft,
  { requestId, pos, command }: { readonly requestId: string; readonly pos: PosRef; readonly command: PosCommand },
): void {
  switch (command.type) {
    case "payment.sale":
      return sale(draft, { requestId, pos, command });
    case "payment.cancel":
      return cancel(draft, { requestId, pos, command });
    case "payment.acknowledge":
      return acknowledge(draft, { requestId, pos, command });
    case "payment.close":
      return close(draft, { requestId, pos, command });
    case "payment.answer":
      return answerQuestion(draft, { requestId, pos, command });
    case "payment.get":
    case "payment.watch": {
      const payment = findPayment(draft.state, command.type === "payment.get" ? command.payment : command);
      if (payment) showInterest(draft, payment, pos);
      return run(draft, { type: "reply-from-state", requestId, command });
    }
    case "lane.list":
    case "lane.status":
    case "bridge.status":
      return run(draft, { type: "reply-from-state", requestId, command });
  }
}

function onDeviceReady(draft: Draft, lane: LaneId, capabilities: TerminalCapabilities): void {
  draft.state = withLane(draft.state, lane, (old) => ({ ...old, device: { type: "ready", capabilities } }));
  resumeLane(draft, lane, true);
}

function onReaderReady(draft: Draft, lane: LaneId, reader: ReaderCapabilities): void {
  const { gateway } = laneOf(draft, lane).config;
  if (!gateway) return;
  const capabilities = capabilitiesTogether(reader, gateway.capabilities);
  draft.state = withLane(draft.state, lane, (old) => ({ ...old, device: { type: "ready", capabilities, reader } }));
}

function onGatewayStatus(draft: Draft, lane: LaneId, gateway: GatewayStatus): void {
  draft.state = withLane(draft.state, lane, (old) => ({ ...old, gateway }));
  if (gateway.type === "ready") resumeLane(draft, lane, true);
}

function onDeviceLost(draft: Draft, lane: LaneId, error: ErrorData): void {
  draft.state = withLane(draft.state, lane, (old) => ({ ...old, device: { type: "lost", error } }));
}

function onAsked(draft: Draft, asked: Extract<Input, { type: "asked" }>): void {
  const { lane, questionId, attemptId, question } = asked;
  const payment = activePayment(draft, lane);
  const matches = payment && currentAttemptId(payment, liveOf(draft, payment)) === attemptId && !payment.outcome;
  if (payment && matches && ask(draft, payment, { questionId, question, purpose: { type: "plugin" } })) return;
  answerPlugin(draft, asked, defaultAnswer(question));
}

/** Progress of an attempt that is not under way any more is dropped: it would only confuse. */
function onProgress(draft: Draft, { lane, event }: Extract<Input, { type: "progress" }>): void {
  const payment = activePayment(draft, lane);
  const live = payment && liveOf(draft, payment);
  if (!payment || !live || currentAttemptId(payment, live) !== event.attemptId) return;
  const { attemptId: _, ...body } = event;
  tell(draft, payment, body);
}

function activePayment(draft: Draft, lane: LaneId): Payment | undefined {
  const { active } = laneOf(draft, lane);
  return active === undefined ? undefined : paymentOf(draft, active);
}

/** No new payments; whoever waits is sent away, since the answer can be asked for after the restart. */
function onStop(draft: Draft): void {
  draft.state = { ...draft.state, phase: "stopping" };
  const message = "The bridge is stopping. Connect again and ask for the payment by its key.";
  const error = errorData(new TillwireError("BRIDGE_STOPPING", { message, effect: "possible" }));
  for (const { live: payments } of draft.state.lanes.values()) {
    for (const live of valuesOf(payments)) {
      for (const { requestId } of live.waiters)
        run(draft, { type: "reply", requestId, reply: { kind: "error", error } });
      const payment = paymentOf(draft, live.key);
      if (payment) updateLive(draft, payment, { waiters: [] });
    }
  }
}

/** Tells everybody about lanes that look different now. */
function tellLanes(draft: Draft, before: EngineState): void {
  for (const [name, lane] of draft.state.lanes) {
    const old = before.lanes.get(name);
    if (!old || (old === lane && before.room === draft.state.room)) continue;
    const [was, is] = [laneView(before, old), laneView(draft.state, lane)];
    const same = was.state === is.state && was.reason === is.reason;
    if (!same) run(draft, { type: "notify", event: { type: "lane.event", lane: is } });
  }
}
