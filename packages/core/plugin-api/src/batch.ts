/**
 * Batches: what a terminal or acquirer has counted since the last settlement.
 */

/**
 * Totals of one kind of movement in one currency.
 * @public
 */
export interface BatchTotal {
  /** Which movements these are. `void` counts those that the merchant undid before they were settled. */
  readonly kind: "sale" | "refund" | "void" | "authorization";
  /** ISO 4217 alphabetic code. A batch in several currencies has a total for each. */
  readonly currency: string;
  /** How many movements the peer counted: an integer from 0. */
  readonly count: number;
  /** Their sum in minor units of `currency`, without a sign: what `kind` says gives the direction. */
  readonly amountMinor: number;
  /** The scheme's name as the peer gives it. Absent where the peer does not count schemes apart. */
  readonly brand?: string;
}

/**
 * A batch as the peer reports it. `balanced` is missing when the peer does not compare.
 * @public
 */
export interface BatchReport {
  /** The peer's own number of the batch, for the shop's books. Absent where it has none. */
  readonly batchNumber?: string;
  /** True once the peer has settled: what comes later belongs to the next batch. False for running totals. */
  readonly closed: boolean;
  /**
   * Did the peer's totals equal the ones it was given to compare with? `false` is for a person to look into, not an
   * error.
   */
  readonly balanced?: boolean;
  /** One for each kind, currency and, where told apart, brand. A kind of which there was nothing may be left out. */
  readonly totals: readonly BatchTotal[];
}
