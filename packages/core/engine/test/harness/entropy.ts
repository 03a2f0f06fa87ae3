/** Entropy for decisions: the same for the same seed, never the same twice. */

/** Gives 32 bytes in hexadecimal at each call. Mulberry32: plenty for names that must differ. */
export function createEntropy(seed: number): () => string {
  let state = seed | 0;
  const next = (): string => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0).toString(16).padStart(8, "0");
  };
  return () => Array.from({ length: 8 }, next).join("");
}
