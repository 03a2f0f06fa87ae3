/**
 * Approvals that wait for their commit: the engine says whether to keep or to undo, and only then the terminal hears of
 * it. One settlement a reference at a time, whoever asks: the sale, a lookup, or the terminal by itself.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { DeviceContext } from "@tillwire/plugin-api";
import type { TerminalMessage } from "../protocol/terminal-messages.ts";
import type { Ended, ReversedBy, WireApproval } from "../protocol/vocabulary.ts";
import type { Line } from "./line.ts";
import { approvedOf } from "./outcomes.ts";
import { createRecent } from "./recent.ts";
import type { Timeouts } from "./settings.ts";

/** What the terminal says holds now. */
export type Settled = { readonly kind: "committed" } | { readonly kind: "undone"; readonly by: ReversedBy };

/** Settles approvals. */
export interface Settlements {
  /** Rejects when the bridge stops, and when the terminal does not confirm: then nobody knows what holds. */
  settle(ended: Ended, approval: WireApproval): Promise<Settled>;
  /** Was it settled in this session, not long ago? */
  isSettled(reference: string): boolean;
}

/** Makes them for one session. */
export function createSettlements(context: DeviceContext, line: Line, timeouts: Timeouts): Settlements {
  const running = new Map<string, Promise<Settled>>();
  const settled = createRecent<Settled>();

  async function run(ended: Ended, approval: WireApproval): Promise<Settled> {
    const { reference } = ended;
    const verdict = await context.settle({
      references: { transaction: reference },
      outcome: approvedOf(ended, approval),
    });
    const connection = line.current; // perhaps another one than when the approval came
    if (connection === undefined) throw notConfirmed("LINK_LOST", "The connection broke before the commit.");
    const type = verdict === "keep" ? "commit" : "undo";
    const match = (message: TerminalMessage): Settled | TillwireError | undefined =>
      settledBy(message, type, reference);
    const answer = await connection.ask({ type, reference }, match, { timeoutMs: timeouts.inquiryMs });
    if (answer instanceof TillwireError) throw answer;
    settled.set(reference, answer);
    return answer;
  }
  return {
    isSettled: (reference) => settled.get(reference) !== undefined,
    settle(ended, approval) {
      const { reference } = ended;
      const already = running.get(reference);
      if (already !== undefined) return already;
      const settling = run(ended, approval).finally(() => running.delete(reference));
      settling.catch(() => undefined); // told to whoever waits for it, if anybody still does
      running.set(reference, settling);
      return settling;
    },
  };
}

function settledBy(
  message: TerminalMessage,
  request: "commit" | "undo",
  reference: string,
): Settled | TillwireError | undefined {
  if (!("reference" in message) || message.reference !== reference) return undefined;
  if (message.type === "committed") return { kind: "committed" };
  if (message.type === "undone") return { kind: "undone", by: message.by };
  if (message.type !== "refused" || message.request !== request) return undefined;
  return notConfirmed("ANSWER_INVALID", `The terminal refused to ${request}: ${message.message}`);
}

function notConfirmed(code: "LINK_LOST" | "ANSWER_INVALID", message: string): TillwireError {
  return new TillwireError(code, { message, effect: "possible" });
}
