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
  readonly key: PaymentKey;
  /** When the POS made the key: UTC, ISO 8601. */
  readonly keyCreatedAt: string;
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
  "session.open": { readonly params: SessionOpenParams; readonly result: SessionOpenResult };
  "payment.sale": { readonly params: SaleParams; readonly result: { readonly payment: PaymentView } };
  "payment.cancel": {
    readonly params: { readonly key: PaymentKey };
    readonly result: { readonly cancel: CancelAnswer };
  };
  "payment.get": { readonly params: PaymentParams; readonly result: { readonly payment: PaymentView } };
  "payment.watch": {
    readonly params: { readonly key: PaymentKey; readonly afterSeq: number };
    readonly result: { readonly payment: PaymentView; readonly events: readonly PaymentEvent[]; readonly gap: boolean };
  };
  "payment.answer": {
    readonly params: { readonly key: PaymentKey; readonly questionId: string; readonly answer: QuestionAnswer };
    readonly result: { readonly accepted: true };
  };
  "payment.acknowledge": {
    readonly params: { readonly key: PaymentKey };
    readonly result: { readonly payment: PaymentView };
  };
  "payment.close": {
    readonly params: { readonly key: PaymentKey; readonly keyCreatedAt: string; readonly lane: LaneId };
    readonly result: { readonly closed: true } | { readonly closed: false; readonly payment: PaymentView };
  };
  "lane.list": { readonly params: Record<string, never>; readonly result: { readonly lanes: readonly LaneView[] } };
  "lane.status": { readonly params: { readonly lane: LaneId }; readonly result: { readonly lane: LaneView } };
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
