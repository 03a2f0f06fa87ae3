/**
 * Payments and their events as they travel. They are those of the vocabulary but for bytes, which travel as base64
 * under a name that says so.
 */
import type * as api from "@tillwire/plugin-api";

/**
 * A signature as the device captured it.
 * @public
 */
export interface SignatureImage {
  /** `png` or `svg`. */
  readonly format: api.SignatureImage["format"];
  /** The file's bytes in base64. */
  readonly bytesBase64: string;
}

/**
 * What a payment asks of the POS.
 * @public
 */
export type Question =
  | Exclude<api.Question, { readonly kind: "signature" }>
  /** Does the signature match? Default: no. */
  | { readonly kind: "signature"; readonly image?: SignatureImage; readonly card?: api.CardSummary };

/**
 * A question that waits for its answer. `deadlineMs` is how long it was open when it was asked; the default is taken
 * then.
 * @public
 */
export interface OpenQuestion extends Omit<api.OpenQuestion, "question"> {
  /** What is asked, by its `kind`. */
  readonly question: Question;
}

/**
 * A payment. `outcome` is present exactly when `state` is `final`.
 * @public
 */
export interface PaymentView extends Omit<api.PaymentView, "questions"> {
  /** Open questions, oldest first. */
  readonly questions: readonly OpenQuestion[];
}

/**
 * Everything that an event of a payment can tell.
 * @public
 */
export type PaymentEventBody =
  | Exclude<api.PaymentEventBody, { readonly type: "completed" | "resolved" | "question" }>
  | { readonly type: "completed"; readonly payment: PaymentView }
  | { readonly type: "resolved"; readonly payment: PaymentView }
  | { readonly type: "question"; readonly question: OpenQuestion };

/**
 * An event of a payment. `seq` rises within the lane and is never used twice, across restarts too.
 * @public
 */
export interface PaymentEvent extends Omit<api.PaymentEvent, "body"> {
  /** What happened, by its `type`. Ignore types that you do not know. */
  readonly body: PaymentEventBody;
}
