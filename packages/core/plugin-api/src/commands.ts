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
 * A purchase. `keyCreatedAt` is when the POS made the key (UTC, milliseconds): a key older than retention is refused.
 * @public
 */
export interface SaleCommand {
  readonly type: "payment.sale";
  readonly key: PaymentKey;
  readonly keyCreatedAt: number;
  readonly lane: LaneId;
  readonly amount: Money;
  readonly tipMinor?: number;
  readonly taxMinor?: number;
  readonly cashbackMinor?: number;
  /** May less than the amount be approved? The POS is then asked, or it is reversed. */
  readonly partialApproval?: boolean;
  /** The shop's own words for it: an order number. Printed and searched, never sent to a device. */
  readonly orderReference?: string;
}

/**
 * Any command.
 * @public
 */
export type PosCommand =
  | SaleCommand
  | { readonly type: "payment.cancel"; readonly key: PaymentKey }
  | { readonly type: "payment.get"; readonly payment: PaymentSelector }
  | { readonly type: "payment.watch"; readonly key: PaymentKey; readonly afterSeq: number }
  | {
      readonly type: "payment.answer";
      readonly key: PaymentKey;
      readonly questionId: string;
      readonly answer: QuestionAnswer;
    }
  | { readonly type: "payment.acknowledge"; readonly key: PaymentKey }
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
  "payment.sale": { readonly payment: PaymentView };
  "payment.cancel": { readonly cancel: CancelAnswer };
  "payment.get": { readonly payment: PaymentView };
  /** Events after `afterSeq` that are still known, in order; later ones follow as notifications. */
  "payment.watch": {
    readonly payment: PaymentView;
    readonly events: readonly PaymentEvent[];
    /** True when progress between `afterSeq` and the first event is lost. */
    readonly gap: boolean;
  };
  "payment.answer": { readonly accepted: true };
  "payment.acknowledge": { readonly payment: PaymentView };
  /** `closed`: no request with this key can ever run. Otherwise the payment that has it. */
  "payment.close": { readonly closed: true } | { readonly closed: false; readonly payment: PaymentView };
  "lane.list": { readonly lanes: readonly LaneView[] };
  "lane.status": { readonly lane: LaneView };
  "bridge.status": BridgeStatus;
}

/**
 * The health of the bridge.
 * @public
 */
export interface BridgeStatus {
  readonly state: "running" | "stopping" | "failed";
  readonly version: string;
  readonly mode: "demo" | "live";
  readonly startedAt: string;
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
