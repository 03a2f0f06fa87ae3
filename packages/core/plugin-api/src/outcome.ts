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
  /** Only `approved` means that there is money. When in doubt whether it was committed, the outcome is `unknown`. */
  readonly kind: "approved";
  /** Judged against the request: what does not fit is undone, unless it can be a partial approval that was allowed. */
  readonly breakdown: Breakdown;
  /**
   * The peer's own reference: what a person quotes on the phone. 1 to 200 characters, and always the same for the same
   * approval: another one is taken for a second approval, and undone.
   */
  readonly hostReference: string;
  /**
   * The issuer's approval code (ISO 8583 field 38, EMV tag 89), mostly six characters. Absent where the peer gives
   * none.
   */
  readonly authorizationCode?: string;
  /** Absent where the peer tells nothing about the card. */
  readonly card?: CardSummary;
  /** What receipts and disputes need: TC, TVR, AID and so on. Absent where there was no chip, or the peer keeps it. */
  readonly emv?: EmvTags;
  /** Lines that the peer made. Absent where it prints by itself, or makes none. */
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
  | "call-issuer"
  | "contact-required";

/**
 * A definite no: money did not move.
 * @public
 */
export interface Declined {
  /** Only for a definite no: of the issuer, the host or the card. A timeout, a lost line and a doubt are `unknown`. */
  readonly kind: "declined";
  /** `unspecified` where the peer's code is not known to mean one of the others. */
  readonly reason: DeclineReason;
  /** The host's own code, such as an ISO 8583 response code. */
  readonly hostCode?: string;
  /** Text from the terminal or host, passed on as it is. */
  readonly message?: string;
  /** The peer's own reference of the refusal, 1 to 200 characters. Absent where it has none. */
  readonly hostReference?: string;
  /** Absent where the peer tells nothing about the card. */
  readonly card?: CardSummary;
  /** Lines that the peer made for the refusal. Absent where it makes none. */
  readonly receipts?: ReceiptCopies;
}

/**
 * Stopped before money moved, or undone at once. `timeout`: nobody presented a card in time.
 * @public
 */
export interface Canceled {
  /** Only when it is certain that nothing is charged; a cancel that was sent and not answered is `unknown`. */
  readonly kind: "canceled";
  /** `shopper`: a key on the device. `pos`: the wish of `cancel`, or the POS did not accept what was approved. */
  readonly by: "shopper" | "pos" | "timeout";
}

/**
 * It did not work, and money certainly did not move.
 * @public
 */
export interface Failed {
  /** Only when it is certain that nothing is charged. Thrown errors become this by `effect: "none"`. */
  readonly kind: "failed";
  /** Why; told to the POS. */
  readonly code: ErrorCode;
  /** What happened and what to do next, in words for the shop: at most 4,000 characters, no card data. */
  readonly message: string;
}

/**
 * Nobody here knows yet. The engine looks it up, repeats it or reverses it, as the peer allows.
 * @public
 */
export interface Unknown {
  /** Ends the call, not the payment: lookups follow, or a person. Never final. */
  readonly kind: "unknown";
  /** Why nobody knows, such as `LINK_LOST`. */
  readonly code: ErrorCode;
  /** Told to the POS with the event `unknown`: at most 4,000 characters, no card data. */
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
