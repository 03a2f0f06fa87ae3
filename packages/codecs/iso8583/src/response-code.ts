/**
 * Field 39, the response code of the 1987 version: what it says, and what may be believed of it. Codes of 1993 (three
 * digits) and hosts' own codes are not here: whoever knows the host knows those.
 */
import type { DeclineReason } from "@tillwire/plugin-api";
import { responseCodes } from "./response-code-table.ts";

/**
 * What a code means for an authorization, financial or advice answer.
 * - `approved`, `partial`: yes; with `partial` field 4 of the answer is the amount that is binding.
 * - `declined`: a definite no. `class` says what may be tried: nothing with this card (`hard`), again or otherwise
 *   (`soft`), a telephone call (`referral`); `pick-up` asks for the card to be kept.
 * - `in-doubt`: an answer that does not say what became of the money, such as "received too late". Reverse or ask.
 * - `other`: belongs to files, batches or keys. As an answer to a payment it says nothing either.
 */
export type ResponseVerdict =
  | { readonly kind: "approved" }
  | { readonly kind: "partial" }
  | { readonly kind: "declined"; readonly class: DeclineClass; readonly reason: DeclineReason }
  | { readonly kind: "in-doubt" }
  | { readonly kind: "other" };

/** What may be tried after a decline. */
export type DeclineClass = "hard" | "soft" | "referral" | "pick-up";

/** A code in words, with its verdict. */
export interface ResponseCode {
  readonly meaning: string;
  readonly verdict: ResponseVerdict;
}

/** What a code means. `undefined` for one that the table does not have: treat it as in doubt, unless the host says. */
export function responseCode(code: string): ResponseCode | undefined {
  return responseCodes.get(code);
}

/**
 * What the answer to a reversal means for its repetition. `done`: reversed, now or before. `nothing-to-reverse`: the
 * host does not know the original or will not act on it, which ends the repetition only if it would refuse the original
 * arriving late. `repeat`: not carried out, or not known.
 */
export function reversalAnswer(code: string): "done" | "nothing-to-reverse" | "repeat" {
  if (code === "00" || code === "94") return "done";
  return code === "25" || code === "21" || code === "12" ? "nothing-to-reverse" : "repeat";
}
