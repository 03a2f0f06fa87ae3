/**
 * A payment as anybody outside the engine may see it. It is made from durable records only, so whatever it says
 * survives a crash.
 */
import type { AttemptId, LaneId, PaymentId, PaymentKey } from "./identifiers.ts";
import type { Money } from "./money.ts";
import type { PaymentKind } from "./operations.ts";
import type { PaymentOutcome } from "./outcome.ts";
import type { Question } from "./questions.ts";
import type { RecoveryLevel } from "./recovery.ts";

/**
 * Where a payment stands. States only go forward. `accepted`: written down, nothing sent. `sent`: the device or host
 * may be acting on it. `unknown`: no clear answer came, the bridge is finding out. `parked`: the bridge cannot find out
 * by itself, a person has to. `final`: `outcome` is there and stays.
 * @public
 */
export type PaymentState = "accepted" | "sent" | "unknown" | "parked" | "final";

/**
 * A payment. `outcome` is present exactly when `state` is `final`.
 * @public
 */
export interface PaymentView {
  readonly id: PaymentId;
  readonly key: PaymentKey;
  readonly lane: LaneId;
  readonly kind: PaymentKind;
  readonly amount: Money;
  readonly state: PaymentState;
  readonly outcome?: PaymentOutcome;
  /** What can be promised for this payment, by what the device or gateway can do. Absent before anything was sent. */
  readonly recoveryLevel?: RecoveryLevel;
  readonly attemptId?: AttemptId;
  /** Open questions, oldest first. */
  readonly questions: readonly OpenQuestion[];
  /** True once the POS has said that it stored the outcome. */
  readonly acknowledged: boolean;
  /** For `parked`: what a person has to know. */
  readonly parked?: ParkedItem;
  /** UTC, ISO 8601 with milliseconds. */
  readonly createdAt: string;
  readonly finalAt?: string;
}

/**
 * A question that waits for its answer. `deadlineMs` is how long it was open when it was asked; the default is taken
 * then.
 * @public
 */
export interface OpenQuestion {
  readonly questionId: string;
  readonly question: Question;
  readonly deadlineMs: number;
}

/**
 * Why a person has to look, and what is known.
 * @public
 */
export interface ParkedItem {
  readonly reason: string;
  /** What to do, in words for the shop. */
  readonly instruction: string;
  readonly references: Readonly<Record<string, string>>;
}
