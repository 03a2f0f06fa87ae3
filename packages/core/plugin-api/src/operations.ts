/**
 * Operations and what a plugin can do of them. Capabilities decide what the POS is told, what the engine may ask, and
 * which conformance tests run. Unsupported is refused before a device is touched.
 */
import type { Recovery } from "./recovery.ts";

/**
 * What a POS can ask for that moves, holds or checks money.
 * @public
 */
export type PaymentKind =
  | "sale"
  | "authorize"
  | "increment"
  | "capture"
  | "adjust"
  | "refund"
  | "void"
  | "verify"
  | "balance";

/**
 * How an operation is done: by reference alone, only with the card present again, only for the last payment, or not.
 * @public
 */
export type Support = "native" | "with-card" | "last-only" | "unsupported";

/**
 * One operation of a plugin: how it is done, and what happens when no answer comes.
 * @public
 */
export type OperationSupport =
  | { readonly support: "unsupported" }
  | { readonly support: Exclude<Support, "unsupported">; readonly recovery: Recovery };

/**
 * What a terminal can do. `reverse` undoes our own attempt; `void` undoes for the merchant.
 * @public
 */
export type TerminalOperation = PaymentKind | "reverse" | "totals" | "batch-close" | "print";

/**
 * What a gateway can do. `reverse` undoes our own attempt; `void` undoes for the merchant; `complete` carries the
 * final EMV data; `advice` reports an offline approval; `force` is a sale with an approval code from a voice call.
 * @public
 */
export type GatewayOperation =
  | "authorize"
  | "complete"
  | "force"
  | "capture"
  | "increment"
  | "adjust"
  | "reverse"
  | "void"
  | "refund"
  | "verify"
  | "balance"
  | "lookup"
  | "advice"
  | "token"
  | "totals"
  | "batch-close";

/**
 * Support by operation. An operation that is left out is unsupported.
 * @public
 */
export type OperationTable<Operation extends string> = Readonly<Partial<Record<Operation, OperationSupport>>>;

const unsupported: OperationSupport = Object.freeze({ support: "unsupported" });

/**
 * Looks an operation up; what is left out is unsupported.
 * @public
 */
export function supportOf<Operation extends string>(
  table: OperationTable<Operation>,
  operation: Operation,
): OperationSupport {
  return table[operation] ?? unsupported;
}
