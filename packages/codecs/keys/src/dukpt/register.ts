/**
 * The future key register of a DUKPT device, for both ciphers. It holds no initial key and no key of a past transaction,
 * so whoever opens a device learns nothing about what it has sent. A transaction costs one step on the average. Sources:
 * X9.24-1:2009, A.1 and A.2; X9.24-3:2017, 6.
 */
import { encodeError } from "@tillwire/bytes";
import { countBits } from "../cipher/bits.ts";
import { keyExhausted } from "../errors.ts";
import { isUsableCounter, lowestBit, nextCounter, type CounterRules } from "./counter.ts";

/** What a register starts from. */
export interface RegisterStart {
  readonly rules: CounterRules;
  readonly initialKey: Uint8Array;
  /** The counter of the last transaction, 0 for a new device. */
  readonly lastUsed: number;
  /** The key of `counter` from the key of the same counter without its lowest bit. */
  step(key: Uint8Array, counter: number): Uint8Array;
}

/** One transaction's key and its counter. */
export interface RegisterEntry {
  readonly counter: number;
  readonly key: Uint8Array;
}

/** Fills a register. What it gives takes the next key out and puts in those that follow from it. */
export function fillRegister(start: RegisterStart): () => RegisterEntry {
  const { rules, step } = start;
  const futureKeys = keysAfter(start);
  let last = start.lastUsed;
  return () => {
    const counter = nextCounter(last, rules);
    const ownBit = lowestBit(counter ?? 0);
    const key = futureKeys.get(ownBit);
    if (counter === undefined || key === undefined) {
      throw keyExhausted("The initial key is used up. Load a new one into the device.");
    }
    futureKeys.delete(ownBit);
    if (countBits(counter) < rules.maxSetBits) {
      for (let bit = ownBit >>> 1; bit > 0; bit >>>= 1) futureKeys.set(bit, step(key, (counter | bit) >>> 0));
    }
    last = counter;
    return { counter, key };
  };
}

/** By the bit that a counter has lowest: the key of the next counter that has it lowest. */
function keysAfter({ rules, initialKey, lastUsed, step }: RegisterStart): Map<number, Uint8Array> {
  if (lastUsed !== 0 && !isUsableCounter(lastUsed, rules)) {
    throw encodeError(`No device reaches a transaction counter with more than ${rules.maxSetBits} bits set.`);
  }
  const futureKeys = new Map<number, Uint8Array>();
  let current = initialKey;
  let reached = 0;
  for (let bit = 2 ** (rules.bits - 1); bit > 0; bit = Math.floor(bit / 2)) {
    const isUsed = (lastUsed & bit) !== 0;
    if (!isUsed && countBits(reached) === rules.maxSetBits) continue;
    const key = step(current, (reached | bit) >>> 0);
    if (isUsed) {
      current = key;
      reached |= bit;
    } else {
      futureKeys.set(bit, key);
    }
  }
  return futureKeys;
}
