/**
 * Names of things, branded so that one cannot be passed for another. The functions check the form and nothing else.
 */
import { TillwireError } from "./errors.ts";
import { panDigitsShown } from "./pan-digits.ts";

/**
 * Chosen by the POS for one payment, stored before it is first sent, and reused on every retry. 8 to 64 characters of
 * `A-Z a-z 0-9 . _ : -`.
 * @public
 */
export type PaymentKey = string & { readonly __brand: "PaymentKey" };
/**
 * The bridge's own name for a payment.
 * @public
 */
export type PaymentId = string & { readonly __brand: "PaymentId" };
/**
 * One try at moving money for a payment. Never used twice.
 * @public
 */
export type AttemptId = string & { readonly __brand: "AttemptId" };
/**
 * The name of a lane in the configuration. 1 to 40 characters of `a-z 0-9 -`.
 * @public
 */
export type LaneId = string & { readonly __brand: "LaneId" };
/**
 * A card number with at most the first six and the last four digits in clear and every other digit as `*`.
 * Source: PCI DSS v4, requirement 3.4.1 (the most that may be shown).
 * @public
 */
export type TruncatedPan = string & { readonly __brand: "TruncatedPan" };

const paymentKeyForm = /^[A-Za-z0-9._:-]{8,64}$/;
const laneIdForm = /^[a-z0-9][a-z0-9-]{0,39}$/;
const identifierForm = /^[A-Za-z0-9_-]{8,64}$/;
const truncatedPanForm = /^\d{0,6}\*{2,}\d{0,4}$/;

/**
 * Checks the form of a payment key. Throws `REQUEST_INVALID`.
 * @public
 */
export function paymentKey(text: string): PaymentKey {
  return checked(text, paymentKeyForm, "A payment key has 8 to 64 characters of A-Z a-z 0-9 . _ : -") as PaymentKey; // the form is the brand
}
/**
 * Checks the form of a payment id. Throws `REQUEST_INVALID`.
 * @public
 */
export function paymentId(text: string): PaymentId {
  return checked(text, identifierForm, "A payment id has 8 to 64 characters of A-Z a-z 0-9 _ -") as PaymentId; // the form is the brand
}
/**
 * Checks the form of an attempt id. Throws `REQUEST_INVALID`.
 * @public
 */
export function attemptId(text: string): AttemptId {
  return checked(text, identifierForm, "An attempt id has 8 to 64 characters of A-Z a-z 0-9 _ -") as AttemptId; // the form is the brand
}
/**
 * Checks the form of a lane's name. Throws `REQUEST_INVALID`.
 * @public
 */
export function laneId(text: string): LaneId {
  return checked(text, laneIdForm, "A lane's name has 1 to 40 characters of a-z 0-9 -") as LaneId; // the form is the brand
}
/**
 * Checks that a card number is already truncated and between 8 and 19 characters long. Throws `CARD_DATA_REFUSED`,
 * without repeating what it was given.
 * @public
 */
export function truncatedPan(text: string): TruncatedPan {
  if (text.length >= 8 && text.length <= 19 && truncatedPanForm.test(text)) return text as TruncatedPan; // the form is the brand
  throw new TillwireError("CARD_DATA_REFUSED", {
    message: "A card number is shown with at most its first six and last four digits; mask it where it is parsed.",
    effect: "none",
  });
}
/**
 * Truncates a clear card number, for the few places that hold one: the parser of a reader's or terminal's answer.
 * Numbers of fewer than 13 digits keep only the last four. Throws `CARD_DATA_REFUSED` for anything but 8 to 19 digits.
 * @public
 */
export function truncatePan(clearDigits: string): TruncatedPan {
  if (!/^\d{8,19}$/.test(clearDigits)) {
    throw new TillwireError("CARD_DATA_REFUSED", { message: "A card number has 8 to 19 digits.", effect: "none" });
  }
  const { first, last } = panDigitsShown;
  const shownFirst = clearDigits.length >= 13 ? first : 0;
  const hidden = "*".repeat(clearDigits.length - shownFirst - last);
  return truncatedPan(clearDigits.slice(0, shownFirst) + hidden + clearDigits.slice(-last));
}

function checked(text: string, form: RegExp, rule: string): string {
  if (form.test(text)) return text;
  throw new TillwireError("REQUEST_INVALID", { message: `${rule}.`, effect: "none" });
}
