/** Why an approval is not wanted, and what the POS is told instead of it. */
import type { Approved, Canceled } from "@tillwire/plugin-api";
import type { Undoing } from "./reversal.ts";

/** What the POS is told when it asked to stop in time. */
export const canceled: Canceled = { kind: "canceled", by: "pos" };

/** The POS has asked to stop the payment. */
export function canceledByPos({ hostReference }: Approved): Undoing {
  return { reason: "canceled", outcome: canceled, hostReference };
}

/** The POS did not accept a partial approval, or could not be asked. */
export function partialRefused({ hostReference }: Approved): Undoing {
  return { reason: "partial-refused", outcome: canceled, hostReference };
}

/** It is not what was asked for. */
export function mismatch({ hostReference }: Approved): Undoing {
  const message = "The terminal approved something other than what was asked for. It is being undone; start again.";
  return { reason: "mismatch", outcome: { kind: "failed", code: "ANSWER_MISMATCH", message }, hostReference };
}

/** The card refused the approval, was pulled, or could not be asked any more. */
export function cardRefused({ hostReference, card }: Approved): Undoing {
  const message = "The card did not complete the approved transaction. The approval is being undone.";
  const outcome = { kind: "declined", reason: "offline-declined", message, ...(card && { card }) } as const;
  return { reason: "card-refused", outcome, hostReference };
}

/** It was found late, and nobody asked for it in time. */
export function foundTooLate({ hostReference }: Approved): Undoing {
  const message =
    "The approval was found only after the POS had gone, and nobody asked for it in time. It is being undone.";
  return { reason: "not-wanted", outcome: { kind: "failed", code: "REVERSED", message }, hostReference };
}

/** Nobody can tell what became of it, but the peer can undo it. */
export const neverAnswered: Undoing = {
  reason: "no-answer",
  outcome: {
    kind: "failed",
    code: "REVERSED",
    message:
      "There was no answer, and nobody can tell what became of the payment. It is being undone; start again with a new key.",
  },
};
