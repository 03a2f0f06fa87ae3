/** The terminal's own ledger: what it did with each request that reached it. The bridge never sees it; the auditor does. */
import type { Approved, AttemptOutcome, References, SaleRequest } from "@tillwire/plugin-api";
import type { SalePlan } from "./terminal-traits.ts";

/**
 * Where an entry stands. `asking`: approved by the issuer, not committed. `live`: the shopper is charged. `undone`: an
 * approval that the terminal took back by itself. `reversed`: one that it took back because it was asked to.
 */
export type LedgerState = "working" | "asking" | "live" | "undone" | "reversed" | "declined" | "canceled" | "failed";

/** What the books of whoever moves the money say of one request that arrived: a terminal's, or a payment host's. */
export interface Movement {
  readonly references: References;
  /** Every state with the moment it began. The last is the present one. */
  readonly history: { readonly stamp: number; readonly state: LedgerState }[];
  /** What was approved, once it was. */
  approval?: Approved;
}

/** One request that arrived at a terminal. */
export interface LedgerEntry extends Movement {
  readonly request: SaleRequest;
  readonly plan: SalePlan;
}

/** The present state of an entry. */
export function stateOf(entry: Movement): LedgerState {
  return entry.history.at(-1)?.state ?? "working";
}

/** The reference by which this terminal knows a sale. Empty for one that was keyed in by hand. */
export function nameOf(references: References): string {
  return references["service-id"] ?? "";
}

/** Was it live at some moment from `stamp` on? */
export function liveFrom(entry: Movement, stamp: number): boolean {
  return entry.history.some(
    ({ state }, index) => state === "live" && (entry.history[index + 1]?.stamp ?? Infinity) > stamp,
  );
}

/** Was it live at that moment? */
export function liveAt(entry: Movement, stamp: number): boolean {
  return entry.history.findLast((change) => change.stamp <= stamp)?.state === "live";
}

/** What the terminal says about an entry when it is asked. */
export function outcomeOf(entry: LedgerEntry): AttemptOutcome | "in-progress" {
  switch (stateOf(entry)) {
    case "working":
    case "asking":
      return "in-progress";
    case "live":
      return entry.approval ?? "in-progress";
    case "undone":
    case "reversed":
      return { kind: "canceled", by: "pos" };
    case "declined":
      return { kind: "declined", reason: "insufficient-funds", hostCode: "51" };
    case "canceled":
      return { kind: "canceled", by: "shopper" };
    case "failed":
      return { kind: "failed", code: "DEVICE_REFUSED", message: "The terminal did not carry it out." };
  }
}
