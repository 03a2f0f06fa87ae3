/**
 * Questions that a payment may ask of the POS. Each has a deadline and a default, so that a POS that is gone, or cannot
 * ask, never leaves a payment hanging.
 */
import type { CardSummary } from "./card.ts";
import type { Breakdown, Money } from "./money.ts";

/**
 * What is asked.
 * @public
 */
export type Question =
  /** Does the signature match? Default: no. */
  | { readonly kind: "signature"; readonly image?: SignatureImage; readonly card?: CardSummary }
  /** Less was approved than asked for: keep it? Default: no, it is reversed. */
  | { readonly kind: "partial-approval"; readonly breakdown: Breakdown }
  /** Which of the card's applications? Default: the first. */
  | { readonly kind: "application"; readonly labels: readonly string[] }
  /** The final amount, once the card is identified. Default: the stated one. */
  | { readonly kind: "amount"; readonly stated: Money; readonly card?: CardSummary }
  /** How much tip? Default: none. */
  | { readonly kind: "tip"; readonly stated: Money }
  /** Does the shopper accept this surcharge? Default: no, the payment is canceled. */
  | { readonly kind: "surcharge"; readonly surcharge: Money; readonly card?: CardSummary }
  /** The issuer wants a call: the code it gave, or none. Default: none, the payment is declined. */
  | { readonly kind: "referral"; readonly telephone?: string; readonly message?: string };

/**
 * A signature as the device captured it.
 * @public
 */
export interface SignatureImage {
  /** The file format of `bytes`. */
  readonly format: "png" | "svg";
  /** The whole file, at most 256 KiB. */
  readonly bytes: Uint8Array;
}

/**
 * Any kind of question.
 * @public
 */
export type QuestionKind = Question["kind"];

/**
 * The answer to a {@link Question} of the same kind. `null` stands for "no", "none" or "as stated".
 * @public
 */
export type QuestionAnswer =
  | { readonly kind: "signature"; readonly matches: boolean }
  | { readonly kind: "partial-approval"; readonly accept: boolean }
  /** `index` of the label, from 0. */
  | { readonly kind: "application"; readonly index: number }
  /** The whole amount, in the currency that was stated. */
  | { readonly kind: "amount"; readonly amountMinor: number | null }
  | { readonly kind: "tip"; readonly tipMinor: number | null }
  | { readonly kind: "surcharge"; readonly accept: boolean }
  | { readonly kind: "referral"; readonly authorizationCode: string | null };

/**
 * The answer that is taken when none came by the deadline.
 * @public
 */
export function defaultAnswer(question: Question): QuestionAnswer {
  switch (question.kind) {
    case "signature":
      return { kind: "signature", matches: false };
    case "partial-approval":
      return { kind: "partial-approval", accept: false };
    case "application":
      return { kind: "application", index: 0 };
    case "amount":
      return { kind: "amount", amountMinor: null };
    case "tip":
      return { kind: "tip", tipMinor: null };
    case "surcharge":
      return { kind: "surcharge", accept: false };
    case "referral":
      return { kind: "referral", authorizationCode: null };
  }
}
