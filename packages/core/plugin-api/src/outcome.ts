/**
 * What became of an attempt to move money. An outcome is an answer, never an exception.
 */
import type { CardSummary, EmvTags } from "./card.ts";
import type { ErrorCode } from "./error-catalog.ts";
import type { Breakdown } from "./money.ts";
import type { ReceiptCopies } from "./receipt.ts";

/**
 * The issuer, the host or the card said yes.
 * @public
 */
export interface Approved {
  readonly kind: "approved";
  readonly breakdown: Breakdown;
  /** The peer's own reference: what a person quotes on the phone. */
  readonly hostReference: string;
  readonly authorizationCode?: string;
  readonly card?: CardSummary;
  readonly emv?: EmvTags;
  readonly receipts?: ReceiptCopies;
  /** Set when nobody online said yes: `card` by the chip's own risk management, `deferred` at the merchant's risk. */
  readonly offline?: "card" | "deferred";
}

/**
 * Why an attempt was declined, where it is known.
 * @public
 */
export type DeclineReason =
  | "unspecified"
  | "insufficient-funds"
  | "limit-exceeded"
  | "expired-card"
  | "lost-or-stolen"
  | "wrong-pin"
  | "pin-tries-exceeded"
  | "not-permitted"
  | "invalid-card"
  | "suspected-fraud"
  | "offline-declined"
  | "issuer-unavailable"
  | "call-issuer";

/**
 * A definite no: money did not move.
 * @public
 */
export interface Declined {
  readonly kind: "declined";
  readonly reason: DeclineReason;
  /** The host's own code, such as an ISO 8583 response code. */
  readonly hostCode?: string;
  /** Text from the terminal or host, passed on as it is. */
  readonly message?: string;
  readonly hostReference?: string;
  readonly card?: CardSummary;
  readonly receipts?: ReceiptCopies;
}

/**
 * Stopped before money moved, or undone at once. `timeout`: nobody presented a card in time.
 * @public
 */
export interface Canceled {
  readonly kind: "canceled";
  readonly by: "shopper" | "pos" | "timeout";
}

/**
 * It did not work, and money certainly did not move.
 * @public
 */
export interface Failed {
  readonly kind: "failed";
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * Nobody here knows yet. The engine looks it up, repeats it or reverses it, as the peer allows.
 * @public
 */
export interface Unknown {
  readonly kind: "unknown";
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * What became of one attempt, as a device or gateway reports it.
 * @public
 */
export type AttemptOutcome = Approved | Declined | Canceled | Failed | Unknown;

/**
 * How far an undoing has come. `parked`: a person has to settle it.
 * @public
 */
export type ReversalState = "pending" | "done" | "parked";

/**
 * What became of a payment, for good. `declined`, `canceled` and `failed` all mean that the shopper is not charged; if
 * an approval had to be undone for that, `reversal` says how far it is.
 * @public
 */
export type PaymentOutcome =
  | Approved
  | (Declined & { readonly reversal?: ReversalState })
  | (Canceled & { readonly reversal?: ReversalState })
  | (Failed & { readonly reversal?: ReversalState });
