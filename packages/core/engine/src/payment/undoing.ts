/** Goes on with an undoing that was decided: by a reversal of ours, or by finding out what the terminal itself did. */
import type { Draft } from "../draft.ts";
import type { Payment } from "../state.ts";
import { look } from "./find-out.ts";
import { reverse } from "./reversal.ts";

/** Takes the next step. A terminal that cannot reverse may have undone it by itself, as it was told: it is asked. */
export function pursueUndoing(draft: Draft, payment: Payment): void {
  if (payment.attempt?.canReverse) reverse(draft, payment);
  else look(draft, payment);
}
