/**
 * Takes what the bridge says about one payment, in whatever order and however often it says it, and tells each thing
 * once. Knows nothing of connections.
 */
import type { PaymentView } from "@tillwire/protocol/wire";
import { deferred } from "./deferred.ts";
import { clientLimits } from "./limits.ts";
import type { BridgePaymentEvent } from "./notifications.ts";
import { isFinal, isParked } from "./parse.ts";
import type { FinalPaymentView, ParkedPaymentView } from "./parse.ts";
import type { PaymentUpdate } from "./payment.ts";
import { keyReused } from "./refusals.ts";
import type { MoneyRequest } from "./stored-payment.ts";

export interface ProgressListener {
  tell(update: PaymentUpdate): void;
  /** The bridge has the payment. Called with every sign of it. */
  accepted(): void;
  parked(payment: ParkedPaymentView): void;
}

export interface Progress {
  /** The number of the newest event that was told. */
  readonly lastSeq: number;
  readonly final: Promise<FinalPaymentView>;
  /** Throws `KEY_REUSED` for a payment that is not the one that was asked for. */
  absorb(payment: PaymentView): void;
  take(event: BridgePaymentEvent): void;
  /** From now on events wait, because older ones are on their way. */
  hold(): void;
  /** The older ones are here, if there are any; tells them and those that waited, by their number. */
  release(older?: readonly BridgePaymentEvent[]): void;
}

export function followProgress({ params }: MoneyRequest, listener: ProgressListener): Progress {
  const final = deferred<FinalPaymentView>();
  const toldQuestions = new Set<string>();
  let held: BridgePaymentEvent[] | undefined;
  let lastSeq = 0;
  let parkedTold = false;

  function absorb(payment: PaymentView): void {
    if (!isAbout(payment, params)) throw keyReused(params.key);
    listener.accepted();
    for (const question of payment.questions) {
      if (toldQuestions.has(question.questionId)) continue;
      toldQuestions.add(question.questionId);
      listener.tell({ type: "question-open", question });
    }
    if (isFinal(payment)) final.resolve(payment);
    if (isParked(payment) && !parkedTold) {
      parkedTold = true;
      listener.parked(payment);
    }
  }

  function tell(event: BridgePaymentEvent): void {
    const payment = "payment" in event ? event.payment : undefined;
    // Somebody else's payment under the same key: the answer to our own request will say so.
    if (event.seq <= lastSeq || (payment && !isAbout(payment, params))) return;
    lastSeq = event.seq;
    if (event.type === "question") toldQuestions.add(event.question.questionId);
    listener.accepted();
    listener.tell(event);
    if (payment) absorb(payment);
  }

  return {
    get lastSeq() {
      return lastSeq;
    },
    final: final.promise,
    absorb,
    take(event) {
      if (held === undefined) tell(event);
      else if (held.push(event) > clientLimits.eventsKept) held.shift();
    },
    hold() {
      held ??= [];
    },
    release(older = []) {
      const events = [...older, ...(held ?? [])].toSorted((one, other) => one.seq - other.seq);
      held = undefined;
      for (const event of events) tell(event);
    },
  };
}

function isAbout(payment: PaymentView, { key, lane, amount }: MoneyRequest["params"]): boolean {
  const same = payment.amount.amountMinor === amount.amountMinor && payment.amount.currency === amount.currency;
  return same && payment.key === key && payment.lane === lane && payment.kind === "sale";
}
