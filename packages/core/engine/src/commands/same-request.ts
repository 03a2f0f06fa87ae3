/** Is a request the one that its key was first used with? Everything that moves money has to be equal. */
import type { AmountPart, SaleCommand } from "@tillwire/plugin-api";
import type { Payment } from "../state.ts";
import { partsOf } from "./sale-parts.ts";

const amountParts = ["tip", "tax", "cashback", "surcharge"] as const satisfies readonly AmountPart[];

/** Compares a sale with the payment that has its key. */
export function sameRequest(payment: Payment, command: SaleCommand): boolean {
  const parts = partsOf(command);
  return (
    payment.kind === "sale" &&
    payment.lane === command.lane &&
    payment.amount.amountMinor === command.amount.amountMinor &&
    payment.amount.currency === command.amount.currency &&
    payment.terms.partialApproval === (command.partialApproval ?? false) &&
    payment.terms.orderReference === command.orderReference &&
    amountParts.every((name) => (parts[name] ?? 0) === (payment.terms.parts[name] ?? 0))
  );
}
