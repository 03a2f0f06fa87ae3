/** How long to wait before the next try of something that has to succeed in the end: 1 s, doubling, up to a minute. */

const firstMs = 1_000;
const longestMs = 60_000;

/** The wait after `tries` tries, spread by a quarter to either side so that many lanes do not call at once. */
export function backoffMs(tries: number, entropy: string): number {
  const plain = Math.min(longestMs, firstMs * 2 ** Math.min(tries, 10));
  const spread = Number.parseInt(entropy.slice(0, 4), 16) / 0xffff;
  return Math.round(plain * (0.75 + spread / 2));
}
