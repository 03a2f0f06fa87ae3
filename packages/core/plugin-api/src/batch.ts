/**
 * Batches: what a terminal or acquirer has counted since the last settlement.
 */

/**
 * Totals of one kind of movement in one currency.
 * @public
 */
export interface BatchTotal {
  readonly kind: "sale" | "refund" | "void" | "authorization";
  readonly currency: string;
  readonly count: number;
  readonly amountMinor: number;
  readonly brand?: string;
}

/**
 * A batch as the peer reports it. `balanced` is missing when the peer does not compare.
 * @public
 */
export interface BatchReport {
  readonly batchNumber?: string;
  readonly closed: boolean;
  readonly balanced?: boolean;
  readonly totals: readonly BatchTotal[];
}
