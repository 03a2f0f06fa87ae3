/** What a connector may say without an answer of the host's: nothing that only the host can know. */
import type { Outcome } from "./steps.ts";

/** How far the messages of an operation have come. */
export interface Heard {
  /** A message that moves money may have left, and no answer has come since. */
  readonly inDoubt: boolean;
  /** The host has answered something. */
  readonly answered: boolean;
}

/** Can this be known? A doubt is `unknown`, and what was not asked was not approved, found or undone. */
export function isBelievable(outcome: Outcome, { inDoubt, answered }: Heard): boolean {
  const heard = answered && !inDoubt;
  switch (outcome.kind) {
    case "attempt": {
      const { kind } = outcome.outcome;
      return kind === "unknown" || heard || (kind !== "approved" && !inDoubt);
    }
    case "reverse": {
      const { kind } = outcome.result;
      return kind === "unknown" || heard || (kind === "refused" && !inDoubt);
    }
    case "lookup":
      return outcome.result.kind === "cannot" || heard;
    case "session":
      return answered;
  }
}
