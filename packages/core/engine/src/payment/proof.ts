/**
 * What the answer to a lookup proves. A peer that repeats its last result only cannot say that something never happened,
 * since whatever came after it hides it. But a lane with such a peer takes nothing new before the old payment is settled
 * (rule R5): so when the peer's last is another attempt of ours, that one is older, and nothing has happened since.
 */
import type { LookupResult } from "@tillwire/plugin-api";
import { takesOneAtATime } from "../blocking.ts";
import { findByReferences } from "../reference-names.ts";
import type { EngineState, Payment } from "../state.ts";

/** What is left of an answer once it was judged. */
export type Proven = Exclude<LookupResult, { readonly kind: "last-is-other" }>;

/** Judges an answer. `not-found` comes out only where it is proof; a doubt comes out as `cannot`. */
export function provenBy(state: EngineState, payment: Payment, answer: LookupResult): Proven {
  const repeatsLast = takesOneAtATime(payment);
  switch (answer.kind) {
    case "found":
    case "in-progress":
    case "cannot":
      return answer;
    case "not-found":
      return repeatsLast ? { kind: "cannot", reason: "This terminal does not search what it did." } : answer;
    case "last-is-other":
      if (repeatsLast && isEarlierOfOurs(state, payment, answer)) return { kind: "not-found" };
      return {
        kind: "cannot",
        reason: `The terminal tells of its last payment only, and that is not it. ${answer.reason}`,
      };
  }
}

function isEarlierOfOurs(
  state: EngineState,
  { lane, key }: Payment,
  { references = {} }: Extract<LookupResult, { readonly kind: "last-is-other" }>,
): boolean {
  const other = findByReferences(state, lane, references);
  return other !== undefined && other.key !== key && takesOneAtATime(other);
}
