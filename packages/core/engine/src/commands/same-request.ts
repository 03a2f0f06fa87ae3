/** Is a request the one that its key was first used with? Everything that moves money has to be equal. */
import type { SaleCommand } from "@tillwire/plugin-api";
import type { Payment } from "../state.ts";
import { partsOf } from "./sale-parts.ts";

/** Compares a sale with the payment that has its key. */
export function sameRequest(payment: Payment, command: SaleCommand): boolean {
  const parts = partsOf(command);
  const names = new Set([...Object.keys(parts), ...Object.keys(payment.terms.parts)]) as Set<keyof typeof parts>;
  return (
    payment.kind === "sale" &&
    payment.lane === command.lane &&
    payment.amount.amountMinor === command.amount.amountMinor &&
    payment.amount.currency === command.amount.currency &&
    payment.terms.partialApproval === (command.partialApproval ?? false) &&
    payment.terms.orderReference === command.orderReference &&
    [...names].every((name) => (parts[name] ?? 0) === (payment.terms.parts[name] ?? 0))
  );
}
