/** What kind of terminal a virtual one is, and what it does with the next sale or question. */
import type { QuestionKind, TerminalCapabilities } from "@tillwire/plugin-api";

/** A kind of terminal. */
export interface TerminalTraits {
  readonly level: "A" | "B" | "C" | "D";
  /** For how long after its session was closed a request may still arrive. */
  readonly horizonMs: number;
  /** Once it has said "not found" it refuses that reference for good. */
  readonly refusesLateArrival: boolean;
  /** Can it undo by our reference? `refuses`: it says so, and then never does. */
  readonly reverses: "yes" | "refuses" | "no";
  /** Does it ask before it commits an approval, or commit at once? */
  readonly commits: "asks" | "at-once";
  /** What it does with an approval when nobody hears that it wants to commit it. */
  readonly unheard: "undo" | "ask-again";
  readonly tipOnDevice: boolean;
  readonly partialApproval: boolean;
  readonly canCancel: boolean;
}

/** A terminal that does everything. */
export const ableTerminal: TerminalTraits = {
  level: "B",
  horizonMs: 0,
  refusesLateArrival: true,
  reverses: "yes",
  commits: "asks",
  unheard: "undo",
  tipOnDevice: false,
  partialApproval: true,
  canCancel: true,
};

/** How a sale ends at the terminal. `fails` is a definite failure. */
export type PlannedOutcome =
  | "approve"
  | "approve-with-tip"
  | "approve-part"
  | "approve-other-amount"
  | "approve-other-currency"
  | "decline"
  | "shopper-cancels"
  | "fail";

/** What becomes of one sale on its way to the terminal, there, and on the way back. */
export interface SalePlan {
  readonly outcome: PlannedOutcome;
  readonly requestMs: number;
  readonly requestLost: boolean;
  readonly thinkMs: number;
  /** How long our verdict takes to reach a terminal that asks whether to commit. */
  readonly verdictMs: number;
  readonly answerMs: number;
  readonly answerLost: boolean;
  readonly answersTwice: boolean;
  /** Does it hear a wish to cancel while it works? */
  readonly hearsCancel: boolean;
  /** Does it ask the POS for the signature? */
  readonly asksSignature: boolean;
}

/** A sale without any trouble. */
export const plainSale: SalePlan = {
  outcome: "approve",
  requestMs: 1,
  requestLost: false,
  thinkMs: 5_000,
  verdictMs: 1,
  answerMs: 1,
  answerLost: false,
  answersTwice: false,
  hearsCancel: true,
  asksSignature: false,
};

/** What becomes of a lookup or reversal. `answerLost`: it takes effect, but nobody hears of it. */
export interface InquiryPlan {
  readonly requestMs: number;
  readonly requestLost: boolean;
  readonly answerMs: number;
  readonly answerLost: boolean;
}

/** An inquiry without any trouble. */
export const plainInquiry: InquiryPlan = { requestMs: 1, requestLost: false, answerMs: 1, answerLost: false };

const questions: readonly QuestionKind[] = ["signature"];

/** The traits in the words of the plugin interface. */
export function capabilitiesOf(traits: TerminalTraits): TerminalCapabilities {
  const { level, horizonMs, refusesLateArrival, reverses } = traits;
  const base = { horizonMs, refusesLateArrival };
  const recovery = level === "A" ? { level, windowMs: 86_400_000, ...base } : { level, ...base };
  return {
    operations: {
      sale: { support: "native", recovery },
      ...(reverses !== "no" && { reverse: { support: "native", recovery } }),
    },
    entries: ["chip", "contactless"],
    currencies: ["EUR", "USD"],
    cancel: traits.canCancel,
    partialApproval: traits.partialApproval,
    tipOnDevice: traits.tipOnDevice,
    amountParts: ["tip", "cashback", "tax"],
    receipts: "pos",
    questions,
  };
}
