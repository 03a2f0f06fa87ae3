/** What a virtual terminal can do, by the level that it is set to. */
import type { Recovery, TerminalCapabilities } from "@tillwire/plugin-api";
import type { Level } from "../protocol/vocabulary.ts";

/**
 * A session that was closed, or replaced, takes its unread requests with it, and within a session requests are answered
 * in order: so "not found" is final at once. At level B the terminal bars the reference as well.
 */
function recoveryOf(level: Level): Recovery {
  return { level, horizonMs: 0, refusesLateArrival: level === "B" };
}

/** The capabilities of a terminal of that level. */
export function capabilitiesOf(level: Level): TerminalCapabilities {
  const support = { support: "native", recovery: recoveryOf(level) } as const;
  return {
    operations: { sale: support, ...(level === "B" && { reverse: support }) },
    entries: ["chip"],
    currencies: "any",
    cancel: true,
    partialApproval: true,
    tipOnDevice: false,
    amountParts: [],
    receipts: "pos",
    questions: [],
  };
}
