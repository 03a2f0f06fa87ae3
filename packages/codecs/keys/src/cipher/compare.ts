/** Comparing secrets without telling, by the time it takes, where they differ. */
import { timingSafeEqual } from "node:crypto";

/** True when both hold the same bytes. The time depends on the length only, which is not secret. */
export function equalSecrets(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
