/**
 * References: the names by which a peer knows an attempt. A plugin says what it needs, the engine allocates them,
 * writes them down before anything is sent, and never gives one out twice within its scope.
 */

/**
 * A reference that a plugin needs for each attempt.
 * @public
 */
export interface ReferenceDeclaration {
  /** What the peer calls it: `stan`, `retrieval-reference`, `order-id`, `service-id`. */
  readonly name: string;
  /** `alphanumeric` is `0-9 A-Z`; `hexadecimal` is `0-9 A-F`. */
  readonly alphabet: "digits" | "alphanumeric" | "hexadecimal";
  /** Exact length in characters, 4 to 40. Digits are counted from 1 and padded with zeros. */
  readonly length: number;
  /** Within what two attempts must differ. */
  readonly scope: "lane" | "device" | "gateway";
  /** For how long. A counted reference comes again only after all others of its length have been used. */
  readonly uniqueForMs: number;
}

/**
 * Allocated references by name.
 * @public
 */
export type References = Readonly<Record<string, string>>;
