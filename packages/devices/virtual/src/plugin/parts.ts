/** What the methods of a session share. */
import { TillwireError } from "@tillwire/plugin-api";
import type { DeviceContext, References } from "@tillwire/plugin-api";
import type { SaleMessage } from "../protocol/client-messages.ts";
import type { Line } from "./line.ts";
import type { Recent } from "./recent.ts";
import type { RunningSale } from "./running-sale.ts";
import type { Settlements } from "./settlements.ts";
import type { Timeouts } from "./settings.ts";

/** The parts of an open session. */
export interface Parts {
  readonly context: DeviceContext;
  readonly timeouts: Timeouts;
  readonly line: Line;
  readonly running: RunningSale;
  readonly settlements: Settlements;
  /** What was asked for of late, by reference. */
  readonly sales: Recent<SaleMessage>;
}

/** The name under which the terminal knows an attempt. Throws `REQUEST_INVALID` when the engine gave none. */
export function referenceOf({ transaction }: References): string {
  if (transaction !== undefined) return transaction;
  throw new TillwireError("REQUEST_INVALID", {
    message: "The request lacks the reference `transaction` that this plugin declares.",
    effect: "none",
  });
}
