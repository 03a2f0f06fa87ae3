/** The parts of an amount that a POS stated. */
import type { AmountPart, SaleCommand } from "@tillwire/plugin-api";

/** By name, without those of zero: leaving a part out and stating zero are the same request. */
export function partsOf({ tipMinor, taxMinor, cashbackMinor }: SaleCommand): Partial<Record<AmountPart, number>> {
  return {
    ...(tipMinor && { tip: tipMinor }),
    ...(taxMinor && { tax: taxMinor }),
    ...(cashbackMinor && { cashback: cashbackMinor }),
  };
}
