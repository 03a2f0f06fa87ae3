/** Repeatable bytes from a seed, for tests. Never for keys. Source of the generator: mulberry32 by Tommy Ettinger. */
import type { RandomBytes } from "@tillwire/plugin-api";

/**
 * Makes a random source that gives the same bytes for the same seed (a 32-bit integer).
 * @public
 */
export function createSeededRandom(seed: number): RandomBytes {
  let state = seed | 0;
  const nextByte = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 24;
  };
  return (lengthBytes) => Uint8Array.from({ length: lengthBytes }, nextByte);
}
