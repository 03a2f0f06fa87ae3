/**
 * What the engine asks of a terminal, operation by operation. Every request carries the attempt and the references
 * that were written down before it; all of it is plain data.
 */
import type { ErrorCode } from "./error-catalog.ts";
import type { AttemptId } from "./identifiers.ts";
import type { Money } from "./money.ts";
import type { AttemptOutcome } from "./outcome.ts";
import type { References } from "./references.ts";

/**
 * Common to every request that may move money.
 * @public
 */
export interface AttemptRequest {
  readonly attemptId: AttemptId;
  readonly references: References;
}

/**
 * Parts of an amount that the POS states. `amount` is what is asked for, tax included, before tip, surcharge and
 * cashback.
 * @public
 */
export interface SaleRequest extends AttemptRequest {
  readonly operation: "sale" | "authorize";
  readonly amount: Money;
  readonly tipMinor?: number;
  readonly taxMinor?: number;
  readonly cashbackMinor?: number;
  /** Take less than asked for, should the issuer approve only that. */
  readonly partialApproval: boolean;
}

/**
 * A refund: of an earlier payment by its references, or with the card when `original` is missing.
 * @public
 */
export interface RefundRequest extends AttemptRequest {
  readonly operation: "refund";
  readonly amount: Money;
  readonly original?: OriginalAttempt;
}

/**
 * What follows an earlier payment: capture, increment, adjust or void. `amount` is the new amount for `increment` (the
 * addition), `capture` and `adjust` (the total), and what to undo for `void`.
 * @public
 */
export interface FollowUpRequest extends AttemptRequest {
  readonly operation: "increment" | "capture" | "adjust" | "void";
  readonly amount: Money;
  readonly original: OriginalAttempt;
}

/**
 * A check of the account that moves no money.
 * @public
 */
export interface InquiryRequest extends AttemptRequest {
  readonly operation: "verify" | "balance";
  readonly currency: string;
}

/**
 * The attempt that a later request is about, as the journal knows it.
 * @public
 */
export interface OriginalAttempt {
  readonly attemptId: AttemptId;
  readonly references: References;
  readonly amount: Money;
  readonly hostReference?: string;
  readonly authorizationCode?: string;
}

/**
 * Any request that a terminal executes.
 * @public
 */
export type TerminalRequest = SaleRequest | RefundRequest | FollowUpRequest | InquiryRequest;

/**
 * Asks what became of an attempt.
 * @public
 */
export interface LookupRequest extends AttemptRequest {
  readonly operation: TerminalRequest["operation"];
  readonly amount: Money;
}

/**
 * The answer to a lookup. `not-found` is a fact about now; whether it is final is decided by the declared horizon.
 * `cannot` says that this peer will never be able to tell.
 * @public
 */
export type LookupResult =
  | { readonly kind: "found"; readonly outcome: AttemptOutcome }
  | { readonly kind: "in-progress" }
  | { readonly kind: "not-found" }
  | { readonly kind: "cannot"; readonly reason: string };

/**
 * Undoes an attempt of ours, whatever became of it.
 * @public
 */
export interface ReverseRequest extends AttemptRequest {
  readonly amount: Money;
  readonly hostReference?: string;
  readonly reason: ReversalReason;
}

/**
 * Why the bridge undoes an attempt.
 * @public
 */
export type ReversalReason =
  | "canceled"
  | "no-answer"
  | "mismatch"
  | "partial-refused"
  | "not-wanted"
  | "not-confirmed"
  | "signature-refused"
  | "card-refused";

/**
 * What became of a reversal. `done`: the peer acknowledged it. `not-found`: there was nothing to undo (final only
 * within the declared horizon). `refused`: it never will be undone this way. `unknown`: repeat it.
 * @public
 */
export type ReverseResult =
  | { readonly kind: "done"; readonly hostReference?: string }
  | { readonly kind: "not-found" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unknown"; readonly code: ErrorCode; readonly message: string };
