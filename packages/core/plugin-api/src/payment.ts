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
  /** Made by the bridge when it accepts the payment; unique for all time. */
  readonly id: PaymentId;
  /** The POS's own name for it. */
  readonly key: PaymentKey;
  /** Where it runs. It stays there, even when it failed. */
  readonly lane: LaneId;
  /** What the POS asked for. */
  readonly kind: PaymentKind;
  /** What the POS asked for, before tip, surcharge and cashback. What was approved stands in the outcome. */
  readonly amount: Money;
  /** Only `final` says whether the shopper was charged. See {@link PaymentState}. */
  readonly state: PaymentState;
  /** Present exactly when `state` is `final`. It stays what it is, but for its `reversal`, which goes on. */
  readonly outcome?: PaymentOutcome;
  /** What can be promised for this payment, by what the device or gateway can do. Absent before anything was sent. */
  readonly recoveryLevel?: RecoveryLevel;
  /** The try at moving money, for logs and support. Absent before anything was sent. */
  readonly attemptId?: AttemptId;
  /** Open questions, oldest first. */
  readonly questions: readonly OpenQuestion[];
  /** True once the POS has said that it stored the outcome. */
  readonly acknowledged: boolean;
  /** For `parked`: what a person has to know. */
  readonly parked?: ParkedItem;
  /** UTC, ISO 8601 with milliseconds. */
  readonly createdAt: string;
  /** When it became final: UTC, ISO 8601 with milliseconds. Absent before. */
  readonly finalAt?: string;
}

/**
 * A question that waits for its answer. `deadlineMs` is how long it was open when it was asked; the default is taken
 * then.
 * @public
 */
export interface OpenQuestion {
  /** Goes back with the answer. Unique for all time. */
  readonly questionId: string;
  /** What is asked, by its `kind`. */
  readonly question: Question;
  /**
   * Milliseconds from when it was asked, not from when it is read: count from the event, and leave time for the way
   * back.
   */
  readonly deadlineMs: number;
}

/**
 * Why a person has to look, and what is known.
 * @public
 */
export interface ParkedItem {
  /** Why the bridge cannot find out, or undo, by itself: at most 4,000 characters. */
  readonly reason: string;
  /** What to do, in words for the shop. */
  readonly instruction: string;
  /** By name, what the device or host knows the attempt by: for looking it up there. Empty when nothing was sent. */
  readonly references: Readonly<Record<string, string>>;
}
