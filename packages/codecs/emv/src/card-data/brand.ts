/** The brand of a card number by its first digits, and what that brand's numbers look like. */
import { brandTable } from "./brand-table.ts";

/** A brand as this package names it. */
export type CardBrand = (typeof brandTable)[number]["brand"];

/** What is published about a brand's card numbers. */
export interface BrandRule {
  readonly brand: CardBrand;
  /** As people write it: `American Express`. */
  readonly name: string;
  /** How many digits its numbers have. */
  readonly lengths: readonly number[];
  /** First digits: single ones (`4`) or inclusive ranges (`51-55`). */
  readonly prefixes: readonly string[];
}

/** A prefix or range, ready to be compared. */
interface Range {
  readonly digits: number;
  readonly from: number;
  readonly to: number;
  readonly rule: BrandRule;
}

/** The rules by brand, in the order of the table. */
export const brandRules: ReadonlyMap<CardBrand, BrandRule> = new Map(
  brandTable.map((row) => [row.brand, Object.freeze({ ...row, prefixes: row.prefixes.split(" ") })]),
);

/** Longest first; the sort is stable, so the table decides among equals. */
const ranges: readonly Range[] = [...brandRules.values()]
  .flatMap((rule) =>
    rule.prefixes.map((prefix): Range => {
      const [from = "", to = from] = prefix.split("-");
      return { digits: from.length, from: Number(from), to: Number(to), rule };
    }),
  )
  .toSorted((one, other) => other.digits - one.digits);

/**
 * The brand whose longest prefix the number begins with, or `undefined`. Takes a whole number or its first digits; with
 * fewer than eight of them the longest prefixes cannot be told apart.
 * @example findBrand("4761739001010119")?.brand // "visa"
 */
export function findBrand(digits: string): BrandRule | undefined {
  if (!/^\d+/.test(digits)) return undefined;
  let read = 0;
  let start = 0;
  for (const { digits: count, from, to, rule } of ranges) {
    if (count > digits.length) continue;
    if (count !== read) {
      read = count;
      start = Number(digits.slice(0, count));
    }
    if (start >= from && start <= to) return rule;
  }
  return undefined;
}
