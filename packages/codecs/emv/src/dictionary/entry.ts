/** What the dictionary says about a data element. Types only. */

/**
 * How a value is coded (EMV Book 3, section 4.3): `a` letters, `an` letters and digits, `ans` with special characters,
 * `b` binary, `cn` compressed numeric (digits from the left, filled up with F), `n` numeric (digits from the right, zeros
 * before them), `var` several of these.
 */
export type TagFormat = "a" | "an" | "ans" | "b" | "cn" | "n" | "var";

/** Who gives the value. */
export type TagSource = "icc" | "terminal" | "issuer";

/** A data element. */
export interface TagEntry {
  readonly tag: string;
  /** The name in EMV's own words. */
  readonly name: string;
  readonly format: TagFormat;
  /** Empty where no specification says. */
  readonly sources: readonly TagSource[];
  /** Length of the value in bytes, where a specification bounds it. */
  readonly minBytes?: number;
  readonly maxBytes?: number;
  /** Tags of the templates that it stands in; empty for any. */
  readonly templates: readonly string[];
  readonly constructed: boolean;
  /** The value is or holds a card number, track, name or PIN: it never leaves the reader in clear. */
  readonly cardData: boolean;
  /** Another contactless kernel may give this tag another meaning. */
  readonly kernelSpecific: boolean;
}

/** A row of the tables: tag, name, format, sources, length in bytes, templates. */
export type EntryRow = readonly [
  tag: string,
  name: string,
  format: TagFormat,
  sources: string,
  bytes: number | readonly [minBytes: number, maxBytes: number] | "any",
  templates: string,
];
