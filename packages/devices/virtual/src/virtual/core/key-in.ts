/** A sale that a cashier keys in at the terminal by hand: no client has asked for it, and none hears of it. */
import { approvalNumbers, write } from "./draft.ts";
import type { Draft } from "./draft.ts";

/** What is keyed in. */
export interface KeyedSale {
  readonly amountMinor: number;
  readonly currency: string;
}

/** Approved and kept at once, under a name of the terminal's own. Nothing happens while another transaction runs. */
export function keyIn(draft: Draft, { amountMinor, currency }: KeyedSale): void {
  if (draft.volatile.running !== undefined) return;
  const reference = `KEYED${String(draft.ledger.transactions.size + 1).padStart(9, "0")}`;
  const authorized = { reference, authorizedMinor: amountMinor, currency };
  const asked = { reference, amountMinor, currency, partialApproval: false, behavior: "approve" } as const;
  write(draft, { type: "requested", ...asked });
  write(draft, { type: "approved", ...authorized, ...approvalNumbers(draft) });
  write(draft, { type: "committed", ...authorized });
}
