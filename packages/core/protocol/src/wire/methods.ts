/** Every method, with what it takes and what it gives. */
import type {
  BridgeStatus,
  CancelAnswer,
  LaneId,
  LaneView,
  Money,
  PaymentId,
  PaymentKey,
  PosCommand,
  QuestionAnswer,
} from "@tillwire/plugin-api";
import type { SessionOpenParams, SessionOpenResult } from "./handshake.ts";
import type { PaymentEvent, PaymentView } from "./payments.ts";

/**
 * Names a payment by its key or by its id.
 * @public
 */
export type PaymentParams = { readonly key: PaymentKey } | { readonly id: PaymentId };

/**
 * A purchase, as it travels. Parts of the amount are minor units of its currency.
 * @public
 */
export interface SaleParams {
  /** The POS's own name for the payment, stored before it is sent and reused on every retry. */
  readonly key: PaymentKey;
  /** When the POS made the key: UTC, ISO 8601. */
  readonly keyCreatedAt: string;
  /** A lane from `lane.list`. */
  readonly lane: LaneId;
  /** What is asked for, tax included, before tip and cashback. */
  readonly amount: Money;
  /** On top of the amount. */
  readonly tipMinor?: number;
  /** The part of the amount that is tax. */
  readonly taxMinor?: number;
  /** On top of the amount, paid out in cash. */
  readonly cashbackMinor?: number;
  /** May less than the amount be approved? The POS is then asked, or it is reversed. */
  readonly partialApproval?: boolean;
  /** The shop's own words for it: an order number, 1 to 100 characters. Never sent to a device. */
  readonly orderReference?: string;
}

/**
 * Every method, with what it takes and what it gives.
 * @public
 */
export interface Methods {
  /** The first request of a connection, once. Refused with `VERSION_UNSUPPORTED` or `PERMISSION_DENIED`. */
  "session.open": { readonly params: SessionOpenParams; readonly result: SessionOpenResult };
  /**
   * A purchase. Answers when the payment is final or parked, or as it stands after the lane's `answerWithinMs`. Safe to
   * repeat.
   */
  "payment.sale": { readonly params: SaleParams; readonly result: { readonly payment: PaymentView } };
  /** Asks a running payment to stop. A wish: the payment's own answer is the truth. */
  "payment.cancel": {
    readonly params: { readonly key: PaymentKey };
    readonly result: { readonly cancel: CancelAnswer };
  };
  /** The payment as it stands. `NOT_FOUND` is a fact about now only; `KEY_CLOSED` is for good. */
  "payment.get": { readonly params: PaymentParams; readonly result: { readonly payment: PaymentView } };
  /**
   * The payment, and its events after `afterSeq` (0: all), oldest first. `gap`: progress may be missing, facts never.
   */
  "payment.watch": {
    readonly params: { readonly key: PaymentKey; readonly afterSeq: number };
    readonly result: { readonly payment: PaymentView; readonly events: readonly PaymentEvent[]; readonly gap: boolean };
  };
  /** Answers a question of the payment; `QUESTION_CLOSED` once it was answered or its default was taken. */
  "payment.answer": {
    readonly params: { readonly key: PaymentKey; readonly questionId: string; readonly answer: QuestionAnswer };
    readonly result: { readonly accepted: true };
  };
  /** The POS has stored the outcome, so the payment is not shown as undelivered any more. Safe to repeat. */
  "payment.acknowledge": {
    readonly params: { readonly key: PaymentKey };
    readonly result: { readonly payment: PaymentView };
  };
  /** Bars a key that never started; only then is a new key safe. Gives the payment where there is one. */
  "payment.close": {
    readonly params: { readonly key: PaymentKey; readonly keyCreatedAt: string; readonly lane: LaneId };
    readonly result: { readonly closed: true } | { readonly closed: false; readonly payment: PaymentView };
  };
  /** The lanes that this POS may use. */
  "lane.list": { readonly params: Record<string, never>; readonly result: { readonly lanes: readonly LaneView[] } };
  /** One lane. `LANE_UNKNOWN` for a name that the bridge does not have. */
  "lane.status": { readonly params: { readonly lane: LaneId }; readonly result: { readonly lane: LaneView } };
  /** The health of the bridge: also a way to see whether it still answers. */
  "bridge.status": { readonly params: Record<string, never>; readonly result: BridgeStatus };
}

/**
 * The name of a method.
 * @public
 */
export type MethodName = keyof Methods;

/**
 * The result of each command to the engine, as it travels.
 * @public
 */
export type PosResults = { readonly [Name in PosCommand["type"]]: Methods[Name]["result"] };
