/** A sale, from the request to its outcome. Once it has left, whatever is not certain is `unknown`. */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { AttemptOutcome, Failed, SaleRequest, TerminalRequest, Unknown } from "@tillwire/plugin-api";
import type { SaleMessage } from "../protocol/client-messages.ts";
import type { TerminalMessageOf } from "../protocol/terminal-messages.ts";
import { askSale } from "./ask-sale.ts";
import { answersSale, outcomeOf, undoneOf } from "./outcomes.ts";
import { referenceOf } from "./parts.ts";
import type { Parts } from "./parts.ts";
import { delayed, orAborted } from "./within.ts";

const canceledByPos = { kind: "canceled", by: "pos" } as const;

/** Executes a sale. Throws only with `effect: "none"`, when nothing was sent. */
export async function executeSale(
  parts: Parts,
  request: TerminalRequest,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const sale = saleMessage(request);
  const { context, timeouts, line, running, sales } = parts;
  running.begin(request.attemptId, sale.reference);
  const giveUp = delayed(signal, timeouts.abortGraceMs, context.clock);
  try {
    const connection = await line.connection(signal);
    if (running.cancelWanted) return canceledByPos;
    sales.set(sale.reference, sale);
    const answer = await askSale(parts, { connection, sale }, { signal, giveUp: giveUp.signal });
    return answer.type === "refused"
      ? refusedOf(answer)
      : await conclude(parts, sale, { answer, giveUp: giveUp.signal });
  } catch (thrown) {
    if (TillwireError.is(thrown) && thrown.effect === "none") throw thrown;
    return unknown(thrown);
  } finally {
    giveUp[Symbol.dispose]();
    running.end();
  }
}

function saleMessage(request: TerminalRequest): SaleMessage {
  if (request.operation !== "sale") throw unsupported(`The virtual terminal takes no ${request.operation}.`);
  const { amount, partialApproval, references } = request;
  if (hasParts(request)) throw unsupported("The virtual terminal takes no tip and no cashback.");
  if (amount.amountMinor < 1) {
    const message = "The virtual terminal takes amounts of at least one minor unit.";
    throw new TillwireError("REQUEST_INVALID", { message, effect: "none" });
  }
  return { type: "sale", reference: referenceOf(references), ...amount, partialApproval };
}

function hasParts({ tipMinor = 0, cashbackMinor = 0 }: SaleRequest): boolean {
  return tipMinor > 0 || cashbackMinor > 0;
}

function unsupported(message: string): TillwireError {
  return new TillwireError("OPERATION_UNSUPPORTED", { message: `${message} Nothing was sent.`, effect: "none" });
}

/** A sale that was refused has not run, and the terminal runs nothing under its reference any more. */
function refusedOf({ reason, message }: TerminalMessageOf<"refused">): Failed {
  return { kind: "failed", code: reason === "busy" ? "DEVICE_BUSY" : "DEVICE_REFUSED", message };
}

interface Concluding {
  readonly answer: TerminalMessageOf<"result">;
  readonly giveUp: AbortSignal;
}

async function conclude(parts: Parts, sale: SaleMessage, { answer, giveUp }: Concluding): Promise<AttemptOutcome> {
  if (!answersSale(sale, answer)) {
    const message = "The terminal's answer is for another amount than was asked for.";
    return { kind: "unknown", code: "ANSWER_MISMATCH", message };
  }
  const { outcome } = answer;
  if (outcome.kind !== "approved" || outcome.state === "committed") return outcomeOf(answer);
  const settled = await settledOrUnknown(parts.settlements.settle(answer, outcome), giveUp);
  if (settled.kind === "unknown") return settled;
  if (settled.kind === "committed") return outcomeOf(answer);
  return parts.running.cancelWanted ? canceledByPos : undoneOf(settled.by);
}

/** An approval that is neither confirmed nor undone is unknown, whatever the reason. */
async function settledOrUnknown<Value>(settling: Promise<Value>, giveUp: AbortSignal): Promise<Value | Unknown> {
  try {
    return await orAborted(settling, giveUp);
  } catch (thrown) {
    return unknown(thrown);
  }
}

function unknown(thrown: unknown): Unknown {
  const { code, message } = errorData(thrown);
  return { kind: "unknown", code, message };
}
