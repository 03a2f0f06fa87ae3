/** What became of an earlier attempt, as far as the terminal's level lets it tell. */
import type { AttemptOutcome, LookupRequest, LookupResult } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import type { TerminalMessage, TerminalMessageOf } from "../protocol/terminal-messages.ts";
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
  const found =
    level === "B" ? await inquire(connection, reference, patience) : await repeatLast(connection, reference, patience);
  if (found === "not-found" || found === "in-progress") return { kind: found };
  return { kind: "found", outcome: await settledOutcome(parts, found, signal) };
}

type Found = "not-found" | "in-progress" | Ended;

async function inquire(connection: Connection, reference: string, patience: Patience): Promise<Found> {
  const match = (message: TerminalMessage): TerminalMessageOf<"status" | "refused"> | undefined => {
    if (message.type === "status") return message.reference === reference ? message : undefined;
    return message.type === "refused" && message.request === "inquire" ? message : undefined;
  };
  const answer = await connection.ask({ type: "inquire", reference }, match, patience);
  if (answer.type === "refused") throw refused(answer);
  return answer.state === "ended" ? answer : answer.state;
}

/** Only the last one is repeated; while ours is open nothing else is sent, so another one means that ours never came. */
async function repeatLast(connection: Connection, reference: string, patience: Patience): Promise<Found> {
  const match = (message: TerminalMessage): TerminalMessageOf<"last" | "refused"> | undefined => {
    if (message.type === "last") return message;
    return message.type === "refused" && message.request === "repeat-last" ? message : undefined;
  };
  const answer = await connection.ask({ type: "repeat-last" }, match, patience);
  if (answer.type === "refused") throw refused(answer);
  if (answer.state === "none" || answer.reference !== reference) return "not-found";
  return answer.state === "ended" ? answer : answer.state;
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
