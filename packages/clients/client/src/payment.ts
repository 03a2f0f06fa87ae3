/** What a POS developer holds in hand: a payment, its events and its result. Types only. */
import type {
  CancelAnswer,
  LaneId,
  Money,
  OpenQuestion,
  PaymentKey,
  PaymentOutcome,
  PaymentView,
  QuestionAnswer,
} from "@tillwire/protocol/wire";
import type { ClientError } from "./client-error.ts";
import type { BridgePaymentEvent } from "./notifications.ts";

/**
 * A purchase, as the POS asks for it.
 * @public
 */
export interface SaleOptions {
  /** A lane from `lanes()`. */
  readonly lane: string;
  /** `{ amountMinor: 1050, currency: "EUR" }` is 10.50 EUR; tax included, before tip and cashback. */
  readonly amount: Money;
  /** On top of `amount`, in its minor units. `OPERATION_UNSUPPORTED` where the device takes no separate tip. */
  readonly tipMinor?: number;
  /** The part of `amount` that is tax, in its minor units, for devices that want to know it. */
  readonly taxMinor?: number;
  /** On top of `amount`, paid out in cash, in its minor units. `OPERATION_UNSUPPORTED` where the device cannot. */
  readonly cashbackMinor?: number;
  /** May less than the amount be approved? The POS is then asked. */
  readonly partialApproval?: boolean;
  /** The shop's own words for it: an order number. Never card data. */
  readonly orderReference?: string;
  /** A key of your own: 8 to 64 characters of `A-Z a-z 0-9 . _ : -`. The client makes one when it is left out. */
  readonly key?: string;
  /** When the key was made (UTC, milliseconds). Now, when it is left out. */
  readonly keyCreatedAt?: number;
  /** Until when the bridge has to have accepted it, counted from `keyCreatedAt`. `Infinity` for no limit. */
  readonly submitWithinMs?: number;
}

/**
 * What the client itself tells about a payment. `queued`: stored, waits for a connection, nothing was sent. `submitted`:
 * handed to the connection. `interrupted`: the connection broke; the payment goes on, and so does the client.
 * `reconnected`: the bridge knows the payment, its events go on. `gap`: progress may have been missed; facts were not.
 * `trouble`: something is in the way; the client tries again.
 * @public
 */
export type ClientPaymentEvent =
  | { readonly type: "queued" }
  | { readonly type: "submitted" }
  | { readonly type: "interrupted"; readonly error: ClientError }
  | { readonly type: "reconnected"; readonly payment: PaymentView }
  | { readonly type: "gap" }
  | { readonly type: "trouble"; readonly error: ClientError }
  /** A question that was asked while this client was not listening and is still open. */
  | { readonly type: "question-open"; readonly question: OpenQuestion }
  /** The last event of the payment's loop, always: the promise resolves with the same result. */
  | { readonly type: "ended"; readonly result: PaymentResult };

/**
 * Anything that happens to a payment: what the bridge tells, with its number and time, and what the client adds.
 * @public
 */
export type PaymentUpdate = BridgePaymentEvent | ClientPaymentEvent;

/**
 * The payment is final. Only `outcome.kind === "approved"` means that it is paid; `declined`, `canceled` and `failed`
 * mean that the shopper is not charged.
 * @public
 */
export interface FinalResult {
  /** Tells it apart from a payment that a person has to look at. */
  readonly state: "final";
  /** Under which the bridge and your books know the payment. */
  readonly key: PaymentKey;
  /** Where it was taken. */
  readonly lane: LaneId;
  /** What was asked for. */
  readonly amount: Money;
  /** What became of it, for good; only its `reversal` may still go on. */
  readonly outcome: PaymentOutcome;
  /** The payment as the bridge has it. Absent when it was canceled before anything was sent: the bridge never saw it. */
  readonly payment?: PaymentView;
}

/**
 * The bridge cannot find out by itself what became of the payment: a person has to look. Neither paid nor unpaid.
 * The client goes on following it: when it is settled, now or in a later run, `onOutcome` brings the outcome.
 * @public
 */
export interface ParkedResult {
  /** Tells it apart from a payment that is final. */
  readonly state: "parked";
  /** Under which the bridge and your books know the payment. */
  readonly key: PaymentKey;
  /** Where it was taken. */
  readonly lane: LaneId;
  /** What was asked for. */
  readonly amount: Money;
  /** Why a person has to look, what to do, and what is known. */
  readonly parked: NonNullable<PaymentView["parked"]>;
  /** The payment as the bridge has it. */
  readonly payment: PaymentView;
}

/**
 * How a payment ended for the POS.
 * @public
 */
export type PaymentResult = FinalResult | ParkedResult;

/**
 * One payment: a promise of its result, which never rejects because a payment was declined, canceled or failed. It
 * rejects with a {@link ClientError} when the bridge did not take the request; `effect: "none"` says that nothing ran.
 *
 * Since it is a promise, an `async` function that returns it returns the result; put it into an object to pass it on.
 * @public
 */
export interface Payment extends Promise<PaymentResult> {
  /** The key under which the bridge, the client's storage and your books know this payment. */
  readonly key: PaymentKey;
  /** Everything that happens until the promise resolves, the oldest event first. May be read by several loops. */
  readonly events: AsyncIterable<PaymentUpdate>;
  /** Asks to stop. A wish: the payment's own result is the truth. */
  cancel(): Promise<CancelAnswer>;
  /** Answers a question of the payment. Rejects with `QUESTION_CLOSED` when its default was taken before. */
  answer(questionId: string, answer: QuestionAnswer): Promise<void>;
}
