/** Undoes an approval, or whatever came of an attempt, by a reversal of ours; a peer that cannot is left to a person. */
import { paymentOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { park } from "./park.ts";
import { decideReversal, reverse } from "./reversal.ts";
import type { Undoing } from "./reversal.ts";

/** Undoes it. Where nobody can, the POS is told no falsehood. */
export function undo(draft: Draft, payment: Payment, undoing: Undoing): void {
  if (!payment.attempt?.canReverse) {
    park(draft, payment, {
      reversal: false,
      reason:
        "The terminal approved something that does not fit or is not wanted, and cannot undo it by our reference.",
      instruction: "Look at the terminal's own journal, undo the payment there, and note what was done.",
    });
    return;
  }
  decideReversal(draft, payment, undoing);
  reverse(draft, paymentOf(draft, payment.key) ?? payment);
}
