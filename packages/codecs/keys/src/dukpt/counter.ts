/**
 * Transaction counters of DUKPT. A counter with too many bits set would need too many derivation steps, so no device
 * uses it: TDES allows 10 of 21 bits (X9.24-1:2009, annex A), AES 16 of 32 (X9.24-3:2017, 6).
 */
import { countBits } from "../cipher/bits.ts";

/** The counter of one kind of DUKPT. */
export interface CounterRules {
  readonly bits: number;
  readonly maxSetBits: number;
}

/** True for a counter that a transaction can have. Zero is the initial key's. */
export function isUsableCounter(counter: number, { bits, maxSetBits }: CounterRules): boolean {
  return Number.isInteger(counter) && counter > 0 && counter < 2 ** bits && countBits(counter) <= maxSetBits;
}

/** The next counter that a transaction can have, or `undefined` when there is none: the device needs a new key. */
export function nextCounter(counter: number, { bits, maxSetBits }: CounterRules): number | undefined {
  let next = counter + 1;
  // Adding the lowest set bit carries, which is the shortest way to a counter with fewer bits.
  while (next < 2 ** bits && countBits(next) > maxSetBits) next += lowestBit(next);
  return next < 2 ** bits ? next : undefined;
}

/** The lowest set bit of a counter, as a number. */
export function lowestBit(counter: number): number {
  return (counter & -counter) >>> 0;
}

/** How many transactions a fresh initial key is good for: all counters with 1 to `maxSetBits` bits. */
export function transactionCount({ bits, maxSetBits }: CounterRules): number {
  let combinations = 1;
  let sum = 0;
  for (let set = 1; set <= maxSetBits; set += 1) {
    combinations = (combinations * (bits - set + 1)) / set;
    sum += combinations;
  }
  return sum;
}
