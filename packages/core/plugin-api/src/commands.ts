/**
 * What a POS can ask of the bridge, and the answers, in the engine's own words. Platform plugins translate their
 * platform's language to these and back; they decide nothing.
 */
import type { ErrorData } from "./errors.ts";
import type { LaneId, PaymentId, PaymentKey } from "./identifiers.ts";
import type { LaneView } from "./lane.ts";
import type { Money } from "./money.ts";
import type { PaymentEvent } from "./bridge-events.ts";
import type { PaymentView } from "./payment.ts";
import type { QuestionAnswer } from "./questions.ts";

/**
 * A payment by its key or by its id.
 * @public
 */
export type PaymentSelector = { readonly key: PaymentKey } | { readonly id: PaymentId };

/**
 * A purchase.
 * @public
 */
export interface SaleCommand {
  /** Tags the command; platforms set it, a POS never sees it. */
  readonly type: "payment.sale";
  /**
   * The POS's own name for the payment. The same key with the same request is the same payment; with another one,
   * `KEY_REUSED`.
   */
  readonly key: PaymentKey;
  /**
   * UTC, milliseconds since 1970, by the POS's clock. Written down with the key: a bridge that has forgotten old keys
   * refuses them by it (`KEY_EXPIRED`). A retry may state another.
   */
  readonly keyCreatedAt: number;
  /** Where to take the payment. `LANE_UNKNOWN` when the configuration has none of that name. */
  readonly lane: LaneId;
  /**
   * What is asked for, tax included, before tip and cashback. With all its parts at most {@link AMOUNT_MINOR_MAX}, else
   * `REQUEST_INVALID`.
   */
  readonly amount: Money;
  /**
   * On top of `amount`, in its minor units. 0 is the same as left out. `OPERATION_UNSUPPORTED` where the device takes
   * no separate tip.
   */
  readonly tipMinor?: number;
  /**
   * The part of `amount` that is tax, in its minor units, where the device wants to know it. 0 and
   * `OPERATION_UNSUPPORTED` as for the tip.
   */
  readonly taxMinor?: number;
  /** On top of `amount`, paid out in cash, in its minor units. 0 and `OPERATION_UNSUPPORTED` as for the tip. */
  readonly cashbackMinor?: number;
  /**
   * May less than the amount be approved? The POS is then asked; without its yes the approval is
   * undone. False when left out.
   * `OPERATION_UNSUPPORTED` where the lane takes none.
   */
  readonly partialApproval?: boolean;
  /**
   * The shop's own words for it, such as an order number: 1 to 200 characters, never card data. Part of what a retry is
   * compared by; never sent to a device.
   */
  readonly orderReference?: string;
}

/**
 * Any command.
 * @public
 */
export type PosCommand =
  | SaleCommand
  /** Asks to stop a running payment. An unknown key has nothing to cancel, and that is no error. */
  | { readonly type: "payment.cancel"; readonly key: PaymentKey }
  /** The POS that asks follows the payment from then on: it gets its events, and a late approval is kept for it. */
  | { readonly type: "payment.get"; readonly payment: PaymentSelector }
  /** As `payment.get`, with the events after number `afterSeq` (from 0: all). */
  | { readonly type: "payment.watch"; readonly key: PaymentKey; readonly afterSeq: number }
  /** `questionId` as the question's event names it. The first answer counts. */
  | {
      readonly type: "payment.answer";
      readonly key: PaymentKey;
      readonly questionId: string;
      readonly answer: QuestionAnswer;
    }
  /** The POS has stored the outcome, or has seen that the payment is parked. */
  | { readonly type: "payment.acknowledge"; readonly key: PaymentKey }
  /** Bars a key that never started. It is written down in the stream of `lane`; `keyCreatedAt` as for a sale. */
  | { readonly type: "payment.close"; readonly key: PaymentKey; readonly keyCreatedAt: number; readonly lane: LaneId }
  | { readonly type: "lane.list" }
  | { readonly type: "lane.status"; readonly lane: LaneId }
  | { readonly type: "bridge.status" };

/**
 * What cancel came to: the wish was passed on, the decision has fallen already, or there is nothing to cancel.
 * @public
 */
export type CancelAnswer = "canceling" | "too-late" | "nothing-to-cancel";

/**
 * The answer to each command that succeeds, by the command's type.
 * @public
 */
export interface PosResults {
  /** Comes when the payment is final or parked, or as the payment stands when the lane's `answerWithinMs` are over. */
  "payment.sale": { readonly payment: PaymentView };
  /** Comes at once and is no outcome: that is the answer to the payment's own request. */
  "payment.cancel": { readonly cancel: CancelAnswer };
  /** `NOT_FOUND` for a payment that is not known now, `KEY_CLOSED` for a key that was closed. */
  "payment.get": { readonly payment: PaymentView };
  /** Events after `afterSeq`, in order; later ones follow as notifications. Errors as for `payment.get`. */
  "payment.watch": {
    readonly payment: PaymentView;
    readonly events: readonly PaymentEvent[];
    /** True when progress may be missing: it is kept in memory, and not for ever. Facts are never missing. */
    readonly gap: boolean;
  };
  /** `QUESTION_CLOSED` once it was answered or its default was taken; `REQUEST_INVALID` for another kind of answer. */
  "payment.answer": { readonly accepted: true };
  /** `PAYMENT_RUNNING` while there is nothing to acknowledge; other errors as for `payment.get`. Safe to repeat. */
  "payment.acknowledge": { readonly payment: PaymentView };
  /** `closed`: no request with this key can ever run. Else the payment that has it; `PAYMENT_RUNNING` while it runs. */
  "payment.close": { readonly closed: true } | { readonly closed: false; readonly payment: PaymentView };
  /** All lanes of the configuration, with what each can do now. */
  "lane.list": { readonly lanes: readonly LaneView[] };
  /** `LANE_UNKNOWN` for a name that the configuration does not have. */
  "lane.status": { readonly lane: LaneView };
  /** As of the last durable record, like every answer. */
  "bridge.status": BridgeStatus;
}

/**
 * The health of the bridge.
 * @public
 */
export interface BridgeStatus {
  /** `running`. `stopping`: takes no new payments. `failed`: the journal failed, nothing is taken until a restart. */
  readonly state: "running" | "stopping" | "failed";
  /** The bridge's own version, from its package; not that of the protocol. */
  readonly version: string;
  /** `demo` runs virtual devices only; in `live` money moves. */
  readonly mode: "demo" | "live";
  /** UTC, ISO 8601 with milliseconds, by the wall clock at the start. */
  readonly startedAt: string;
  /** All lanes of the configuration, whatever their state. */
  readonly lanes: readonly LaneView[];
  /** Payments whose outcome is still open. */
  readonly openPayments: number;
  /** Payments that a person has to settle. */
  readonly parkedPayments: number;
  /** Final payments that no POS has acknowledged. */
  readonly undeliveredPayments: number;
}

/**
 * The one answer to a command.
 * @public
 */
export type PosReply<Type extends PosCommand["type"] = PosCommand["type"]> =
  | { readonly kind: "result"; readonly result: PosResults[Type] }
  | { readonly kind: "error"; readonly error: ErrorData };
