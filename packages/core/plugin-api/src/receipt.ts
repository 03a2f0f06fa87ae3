/**
 * Receipts as a device or host hands them over, and the structured data that the bridge builds its own from.
 */

/**
 * One line of a receipt. `text` is passed on as the terminal gave it.
 * @public
 */
export interface ReceiptLine {
  /**
   * One line without its line end, at most 4,000 characters. Card numbers in it are truncated by the plugin; the host
   * masks what it forgets.
   */
  readonly text: string;
  /** `left` when left out. */
  readonly align?: "left" | "center" | "right";
  /** None when left out. A printer without it prints the text plain. */
  readonly emphasis?: "double-height" | "double-width" | "double-size" | "bold";
}

/**
 * The copies of a receipt. A missing copy was not printed by the peer.
 * @public
 */
export interface ReceiptCopies {
  /** For the shop to keep. At most 2,000 lines. */
  readonly merchant?: readonly ReceiptLine[];
  /** For the shopper. At most 2,000 lines. */
  readonly customer?: readonly ReceiptLine[];
}
