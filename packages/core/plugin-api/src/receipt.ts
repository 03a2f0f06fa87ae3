/**
 * Receipts as a device or host hands them over, and the structured data that the bridge builds its own from.
 */

/**
 * One line of a receipt. `text` is passed on as the terminal gave it.
 * @public
 */
export interface ReceiptLine {
  readonly text: string;
  readonly align?: "left" | "center" | "right";
  readonly emphasis?: "double-height" | "double-width" | "double-size" | "bold";
}

/**
 * The copies of a receipt. A missing copy was not printed by the peer.
 * @public
 */
export interface ReceiptCopies {
  readonly merchant?: readonly ReceiptLine[];
  readonly customer?: readonly ReceiptLine[];
}
