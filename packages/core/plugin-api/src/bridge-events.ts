/**
 * What the bridge tells a POS without being asked. A closed set. Events that state a fact come from journal records and
 * are sent only when these are durable; progress lives in memory and may be lost in a crash. Numbers only rise.
 */
import type { ProgressEvent } from "./device-events.ts";
import type { LaneId, PaymentKey } from "./identifiers.ts";
import type { LaneView } from "./lane.ts";
import type { OpenQuestion, PaymentView } from "./payment.ts";

type WithoutAttempt<Event> = Event extends { readonly attemptId: unknown } ? Omit<Event, "attemptId"> : never;

/**
 * What happened to a payment. The facts: `accepted` it is written down; `sent` the device was given it; `canceling` the
 * wish to stop it is written down; `online-answered` the terminal or host has said what it did, and is about to commit
 * it; `reversing` an approval is being undone; `reversed` it is undone; `parked` a person has to look; `completed` it
 * is final; `resolved` it became final after it had been unknown. Each comes from a journal record, so it can be told
 * again after a restart.
 * @public
 */
export type PaymentFact =
  | { readonly type: "accepted" }
  | { readonly type: "sent" }
  | { readonly type: "canceling" }
  | { readonly type: "online-answered" }
  | { readonly type: "reversing" }
  | { readonly type: "reversed" }
  | { readonly type: "parked" }
  | { readonly type: "completed"; readonly payment: PaymentView }
  | { readonly type: "resolved"; readonly payment: PaymentView };

/**
 * Everything that an event of a payment can tell.
 * @public
 */
export type PaymentEventBody =
  | PaymentFact
  | WithoutAttempt<ProgressEvent>
  /** Put this to a person. It is asked only when a POS that follows the payment said that it can ask this kind. */
  | { readonly type: "question"; readonly question: OpenQuestion }
  /** Take the question off the screen: it was answered, its deadline passed, or the payment went on without it. */
  | { readonly type: "question-closed"; readonly questionId: string; readonly by: "answer" | "default" | "payment" }
  /** No clear answer came, or none in time; the bridge is finding out. */
  | { readonly type: "unknown"; readonly message: string };

/**
 * An event of a payment. `seq` rises within the lane and is never used twice, across restarts too.
 * @public
 */
export interface PaymentEvent {
  /** Whose payment it is: a POS finds its own record by this. */
  readonly key: PaymentKey;
  /** The lane that counted `seq`. Numbers of two lanes say nothing about each other. */
  readonly lane: LaneId;
  /** An integer from 1, rising with holes. The last one seen is what `payment.watch` takes as `afterSeq`. */
  readonly seq: number;
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string;
  /** What happened, by its `type`. A POS ignores types that it does not know. */
  readonly body: PaymentEventBody;
}

/**
 * Any notification.
 * @public
 */
export type BridgeEvent =
  /** To the POS that follow the payment: those that asked for it, or found it open when they connected. */
  | { readonly type: "payment.event"; readonly event: PaymentEvent }
  /** To every POS, when a lane's state or its reason changes. */
  | { readonly type: "lane.event"; readonly lane: LaneView }
  /** To every POS, when the bridge stops. */
  | { readonly type: "bridge.event"; readonly state: "running" | "stopping" | "failed"; readonly message: string };
