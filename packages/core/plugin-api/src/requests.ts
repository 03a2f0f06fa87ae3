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
  /** The engine's own name for the try: for events, questions and logs. The peer knows it by `references`. */
  readonly attemptId: AttemptId;
  /** Each that the plugin declared, by its name, exactly as declared. Durable already: send these, and never others. */
  readonly references: References;
}

/**
 * Parts of an amount that the POS states. `amount` is what is asked for, tax included, before tip, surcharge and
 * cashback.
 * @public
 */
export interface SaleRequest extends AttemptRequest {
  /** `authorize` holds the amount; `sale` takes it. */
  readonly operation: "sale" | "authorize";
  /**
   * What is asked for, tax included, before tip, surcharge and cashback. The approval has to name the same
   * `requestedMinor`.
   */
  readonly amount: Money;
  /** On top of `amount`, in its minor units. Absent: none was stated, or the shopper is to be asked. */
  readonly tipMinor?: number;
  /** The part of `amount` that is tax. Absent: none was stated. */
  readonly taxMinor?: number;
  /** On top of `amount`, paid out in cash. Absent: none. */
  readonly cashbackMinor?: number;
  /** Take less than asked for, should the issuer approve only that. When false, less is a mismatch, and undone. */
  readonly partialApproval: boolean;
}

/**
 * A refund: of an earlier payment by its references, or with the card when `original` is missing.
 * @public
 */
export interface RefundRequest extends AttemptRequest {
  /** New money to the cardholder; a peer may carry it out as a void. */
  readonly operation: "refund";
  /** How much; with `original` never more than is left of it. */
  readonly amount: Money;
  /** The payment that it refunds. Absent: the card says where the money goes. */
  readonly original?: OriginalAttempt;
}

/**
 * What follows an earlier payment: capture, increment, adjust or void. `amount` is the new amount for `increment` (the
 * addition), `capture` and `adjust` (the total), and what to undo for `void`.
 * @public
 */
export interface FollowUpRequest extends AttemptRequest {
  /** What to do with `original`. Only kinds that the plugin declares arrive. */
  readonly operation: "increment" | "capture" | "adjust" | "void";
  /** In the currency of `original`. See {@link FollowUpRequest} for what it means by operation. */
  readonly amount: Money;
  /** What it follows. */
  readonly original: OriginalAttempt;
}

/**
 * A check of the account that moves no money.
 * @public
 */
export interface InquiryRequest extends AttemptRequest {
  /** `verify` asks whether the account is good, `balance` how much is on it. */
  readonly operation: "verify" | "balance";
  /** ISO 4217: in which to ask. */
  readonly currency: string;
}

/**
 * The attempt that a later request is about, as the journal knows it.
 * @public
 */
export interface OriginalAttempt {
  /** The try that moved the money, when a payment had several. */
  readonly attemptId: AttemptId;
  /** The references of that try, as they were sent. */
  readonly references: References;
  /** What it asked for, before tip, surcharge and cashback. */
  readonly amount: Money;
  /** As its approval named it. Absent when it had no approval that the bridge knows of. */
  readonly hostReference?: string;
  /** As its approval named it. Absent when it had none. */
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
  /** What that attempt was, for peers that keep a log for each. */
  readonly operation: TerminalRequest["operation"];
  /** What it asked for. An answer of another currency or requested amount is about something else. */
  readonly amount: Money;
}

/**
 * The answer to a lookup. Which of them a plugin may give depends on the {@link RecoveryLevel} that it declares.
 *
 * - `found` (A, B, C): the peer named this attempt by our references, and says what became of it.
 * - `in-progress` (A, B, C): the peer is at this attempt now.
 * - `not-found` (A and B only): the peer searched all that it did for our references, and this attempt is not among it.
 *   A fact about now; whether it is final is decided by the declared horizon. From a peer of level C or D it is not
 *   believed: what such a peer does not show may have been approved all the same.
 * - `last-is-other` (C only): what the peer repeats, or is at now, is not this attempt. `references` are ours that it
 *   carries: should they be those of an earlier attempt the engine knows that nothing has happened since, so that this
 *   one was never carried out. Leave them out when it carries none (keyed in by hand, another client of the peer, a
 *   report) and when there is nothing to repeat: neither proves anything. `reason` is what was seen instead, in words
 *   for the person who may have to settle it.
 * - `cannot` (D always): this peer will never be able to tell, and why.
 *
 * What cannot be told at all, now or later, is undone where the peer can `reverse`, and else handed to a person.
 * @public
 */
export type LookupResult =
  | { readonly kind: "found"; readonly outcome: AttemptOutcome }
  | { readonly kind: "in-progress" }
  | { readonly kind: "not-found" }
  | { readonly kind: "last-is-other"; readonly references?: References; readonly reason: string }
  | { readonly kind: "cannot"; readonly reason: string };

/**
 * Undoes an attempt of ours, whatever became of it.
 * @public
 */
export interface ReverseRequest extends AttemptRequest {
  /** What the attempt asked for. What was approved may be more or less, and is undone whole: go by the references. */
  readonly amount: Money;
  /** As the approval named it. Absent when the bridge never saw one: reverse by `references` alone. */
  readonly hostReference?: string;
  /** For peers whose reversals carry one, and for receipts. */
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
 * What became of a reversal. `done`: the peer acknowledged it. `not-found`: the peer searched for our references, and
 * there is nothing to undo (final only within the declared horizon); never from a peer that can undo its last
 * transaction only, when that is another one. `refused`: it never will be undone this way. `unknown`: repeat it.
 * @public
 */
export type ReverseResult =
  | { readonly kind: "done"; readonly hostReference?: string }
  | { readonly kind: "not-found" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unknown"; readonly code: ErrorCode; readonly message: string };
