/** How long to wait before the next try of something that has to succeed in the end: 1 s, then twice as long each time. */

const firstMs = 1_000;

/**
 * The longest wait for a lookup, and with a quarter more that of P9: a payment is final ten seconds after the trouble is
 * over. A reversal is final for the POS already, so it may wait for longer.
 */
const longestMs = { lookup: 8_000, reversal: 60_000 };

/** The wait after `tries` tries, spread by a quarter to either side so that many lanes do not call at once. */
export function backoffMs(tries: number, kind: keyof typeof longestMs, entropy: string): number {
  const plain = Math.min(longestMs[kind], firstMs * 2 ** Math.min(tries, 10));
  const spread = Number.parseInt(entropy.slice(0, 4), 16) / 0xffff;
  return Math.round(plain * (0.75 + spread / 2));
}
