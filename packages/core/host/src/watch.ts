/** Answers questions about the durable state; for `payment.watch` the progress that is still known goes along. */
import type { PaymentEvent, PosCommand, PosReply } from "@tillwire/plugin-api";
import { answerQuery } from "@tillwire/engine";
import type { BridgeFacts, EngineState } from "@tillwire/engine";
import type { EventHub } from "./event-hub.ts";

/** Where the answers come from. */
export interface AnswerSources {
  readonly facts: BridgeFacts;
  readonly hub: EventHub;
}

/** Answers a command that only asks. */
export function answerFromState(state: EngineState, command: PosCommand, { facts, hub }: AnswerSources): PosReply {
  const reply = answerQuery(state, command, facts);
  if (command.type !== "payment.watch" || reply.kind === "error" || !("events" in reply.result)) return reply;
  const { events, complete } = hub.remembered(command.key);
  const later = events.filter(({ seq }) => seq > command.afterSeq);
  return { kind: "result", result: { ...reply.result, events: merged(reply.result.events, later), gap: !complete } };
}

/** Facts come from the journal and progress from memory; a fact that is in both counts once. */
function merged(facts: readonly PaymentEvent[], remembered: readonly PaymentEvent[]): readonly PaymentEvent[] {
  const bySeq = new Map([...remembered, ...facts].map((event) => [event.seq, event]));
  return [...bySeq.values()].toSorted((one, other) => one.seq - other.seq);
}
