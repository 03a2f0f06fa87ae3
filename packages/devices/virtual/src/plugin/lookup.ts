/** What became of an earlier attempt, as far as the terminal's level lets it tell. */
import type { AttemptOutcome, LookupRequest, LookupResult } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import type { TerminalMessage, TerminalMessageOf } from "../protocol/terminal-messages.ts";
import { formatAmount } from "../protocol/format-amount.ts";
import type { Ended, Level } from "../protocol/vocabulary.ts";
import type { Connection, Patience } from "./connection.ts";
import { outcomeOf, undoneOf } from "./outcomes.ts";
import { referenceOf } from "./parts.ts";
import type { Parts } from "./parts.ts";
import { orAborted } from "./within.ts";

/** An attempt, and the level at which it is asked about. */
export interface Question {
  readonly request: LookupRequest;
  readonly level: Level;
}

/** Looks an attempt up. An approval that is not committed is settled on the way. Rejects when the terminal does not answer. */
export async function lookUp(parts: Parts, { request, level }: Question, signal: AbortSignal): Promise<LookupResult> {
  const reference = referenceOf(request.references);
  const { line, timeouts } = parts;
  if (level === "D") {
    return { kind: "cannot", reason: "A terminal of level D cannot be asked about an earlier payment." };
  }
  const connection = await line.connection(signal);
  const patience = { timeoutMs: timeouts.inquiryMs, signal };
  const answer =
    level === "B" ? await inquire(connection, reference, patience) : await repeatLast(connection, patience);
  switch (answer.state) {
    case "none":
      return { kind: "last-is-other", reason: "It has nothing to repeat." };
    case "not-found":
      return { kind: "not-found" };
    case "in-progress":
      return answer.reference === reference ? { kind: "in-progress" } : otherThan(answer);
    case "ended":
      if (answer.reference !== reference) return otherThan(answer);
      return { kind: "found", outcome: await settledOutcome(parts, answer, signal) };
  }
}

/** A transaction that the terminal has. */
type Shown = Extract<TerminalMessageOf<"status" | "last">, { state: "in-progress" | "ended" }>;

/** Ours or not, only the engine knows. */
function otherThan(last: Shown): LookupResult {
  const { reference } = last;
  return { kind: "last-is-other", references: { transaction: reference }, reason: `It shows ${describe(last)}.` };
}

function describe(last: Shown): string {
  if (last.state === "in-progress") return `that it is at ${last.reference}`;
  const { reference, amountMinor, currency, outcome } = last;
  const hostReference = outcome.kind === "approved" ? ` (${outcome.hostReference})` : "";
  return `${reference}, ${formatAmount(amountMinor, currency)}, ${outcome.kind}${hostReference}`;
}

async function inquire(
  connection: Connection,
  reference: string,
  patience: Patience,
): Promise<TerminalMessageOf<"status">> {
  const match = (message: TerminalMessage): TerminalMessageOf<"status" | "refused"> | undefined => {
    if (message.type === "status") return message.reference === reference ? message : undefined;
    return message.type === "refused" && message.request === "inquire" ? message : undefined;
  };
  const answer = await connection.ask({ type: "inquire", reference }, match, patience);
  if (answer.type === "refused") throw refused(answer);
  return answer;
}

async function repeatLast(connection: Connection, patience: Patience): Promise<TerminalMessageOf<"last">> {
  const match = (message: TerminalMessage): TerminalMessageOf<"last" | "refused"> | undefined => {
    if (message.type === "last") return message;
    return message.type === "refused" && message.request === "repeat-last" ? message : undefined;
  };
  const answer = await connection.ask({ type: "repeat-last" }, match, patience);
  if (answer.type === "refused") throw refused(answer);
  return answer;
}

async function settledOutcome(parts: Parts, ended: Ended, signal: AbortSignal): Promise<AttemptOutcome> {
  const { outcome } = ended;
  if (outcome.kind !== "approved" || outcome.state === "committed") return outcomeOf(ended);
  const settled = await orAborted(parts.settlements.settle(ended, outcome), signal);
  return settled.kind === "committed" ? outcomeOf(ended) : undoneOf(settled.by);
}

function refused({ request, message }: TerminalMessageOf<"refused">): TillwireError {
  return new TillwireError("DEVICE_REFUSED", {
    message: `The terminal refused ${request}: ${message}`,
    effect: "possible",
  });
}
