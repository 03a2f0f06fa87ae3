/**
 * Authorizing: the gateway is asked for the money. The connector builds each message first; one that moves money may
 * leave only when the attempt is written down with what is needed to undo it.
 */
import type { AttemptOutcome, ErrorData, GatewayOutcome, HostAnswer, JsonValue } from "@tillwire/plugin-api";
import { supportOf } from "@tillwire/plugin-api";
import {
  laneOf,
  liveOf,
  paymentOf,
  run,
  startTimer,
  stopTimers,
  takeSeq,
  tell,
  updateLive,
  write,
} from "../../draft.ts";
import type { Draft } from "../../draft.ts";
import type { GatewayRequest } from "../../effects.ts";
import type { Answered, AttemptRef } from "../../inputs.ts";
import { allocateReferences } from "../../references.ts";
import { TEXT_LENGTH_MAX } from "../../schemas/text.ts";
import type { Payment, ReaderDialogue } from "../../state.ts";
import { takeApproval } from "../approval.ts";
import { undo } from "../undo.ts";
import { complete } from "../complete.ts";
import { findOut } from "../find-out.ts";
import { canceled, canceledByPos } from "../not-wanted.ts";
import { park } from "../park.ts";
import { releaseCard } from "./card.ts";
import { dialogueOf, updateDialogue } from "./dialogue.ts";
import { turnBack } from "./try-again.ts";

/** Takes references and asks the gateway. */
export function authorize(draft: Draft, payment: Payment): void {
  const dialogue = liveOf(draft, payment)?.dialogue;
  const { config } = laneOf(draft, payment.lane);
  if (!dialogue || !config.gateway) return;
  const { attemptId } = dialogue;
  const { references, counters } = allocateReferences(config, draft.state.counters, draft.entropy);
  write(draft, payment.lane, { type: "prepared", key: payment.key, attemptId, references, counters });
  updateLive(draft, payment, { step: { type: "authorizing" }, dialogue: { ...dialogue, references } });
  const { tip, cashback } = payment.terms.parts;
  const request: GatewayRequest = {
    operation: "authorize",
    attemptId,
    references,
    atMs: draft.atMs,
    amount: payment.amount,
    ...(tip !== undefined && { tipMinor: tip }),
    ...(cashback !== undefined && { cashbackMinor: cashback }),
    finality: "final",
    partialApproval: payment.terms.partialApproval,
  };
  run(draft, { type: "ask-gateway", attempt: { lane: payment.lane, key: payment.key, attemptId }, request });
  // The shopper may have taken most of the time: the payment host has its own.
  startTimer(draft, { lane: payment.lane, key: payment.key, kind: "attempt" }, config.settings.attemptTimeoutMs);
}

/** A message that moves money is about to leave. After a wish to cancel none does. */
export function onSendAsked(
  draft: Draft,
  { attempt, sendId, state }: { readonly attempt: AttemptRef; readonly sendId: string; readonly state: JsonValue },
): void {
  const payment = paymentOf(draft, attempt.key);
  const dialogue = dialogueOf(draft, attempt);
  const asked = payment && liveOf(draft, payment)?.step.type === "authorizing";
  const wanted = payment && dialogue && asked && (wasSent(payment, dialogue) || !payment.cancelWanted);
  const permitted = wanted === true && writeDown(draft, payment, { dialogue, state });
  run(draft, { type: "permit-send", sendId, permitted });
}

function wasSent({ attempt }: Payment, { attemptId }: ReaderDialogue): boolean {
  return attempt?.attemptId === attemptId;
}

/** False when it cannot be written down: then it may not leave. */
function writeDown(
  draft: Draft,
  payment: Payment,
  { dialogue, state }: { readonly dialogue: ReaderDialogue; readonly state: JsonValue },
): boolean {
  const { attemptId, references } = dialogue;
  const { key, lane } = payment;
  if (wasSent(payment, dialogue)) {
    write(draft, lane, { type: "gateway-state", key, attemptId, state });
    return true;
  }
  const operations = laneOf(draft, lane).config.gateway?.capabilities.operations ?? {};
  const support = supportOf(operations, "authorize");
  if (!references || support.support === "unsupported") return false;
  const canReverse = supportOf(operations, "reverse").support === "native";
  const seq = takeSeq(draft, lane);
  const { recovery } = support;
  const gateway = { state, cardPaused: dialogue.transaction?.paused ?? false };
  const sent = { key, attemptId, references, counters: {}, recovery, canReverse, tipOnDevice: false, gateway, seq };
  write(draft, lane, { type: "sent", ...sent });
  tell(draft, payment, { type: "sent", seq });
  return true;
}

/** The gateway's answer to an authorization. */
export function onAuthorized(draft: Draft, attempt: AttemptRef, answer: Answered<GatewayOutcome>): void {
  const payment = paymentOf(draft, attempt.key);
  const dialogue = dialogueOf(draft, attempt);
  if (!payment || !dialogue || liveOf(draft, payment)?.step.type !== "authorizing") return;
  stopTimers(draft, payment, ["attempt"]);
  const { outcome, hostAnswer } = read(answer);
  if (hostAnswer && dialogue.transaction) {
    updateDialogue(draft, payment, { transaction: { ...dialogue.transaction, answer: hostAnswer } });
  }
  const facts = dialogue.transaction?.card;
  if (wasSent(payment, dialogue)) settle(draft, payment, withCard(outcome, facts?.summary));
  else settleUnsent(draft, payment, outcome);
}

function read(answer: Answered<GatewayOutcome>): { outcome: AttemptOutcome; hostAnswer?: HostAnswer | undefined } {
  if (!("result" in answer)) return { outcome: outcomeOfError(answer.error) };
  const { result } = answer;
  if (result.kind === "attempt") return { outcome: result.outcome, hostAnswer: result.hostAnswer };
  const message = `The gateway answered an authorization with ${result.kind}.`;
  return { outcome: { kind: "unknown", code: "ANSWER_INVALID", message } };
}

function outcomeOfError({ code, message, effect }: ErrorData): AttemptOutcome {
  return { kind: effect === "none" ? "failed" : "unknown", code, message: message.slice(0, TEXT_LENGTH_MAX) };
}

/** The reader's summary stands where the gateway has none of its own. */
function withCard(outcome: AttemptOutcome, card: CardSummaryOf): AttemptOutcome {
  const takes = outcome.kind === "approved" || outcome.kind === "declined";
  return takes && card && !outcome.card ? { ...outcome, card } : outcome;
}

type CardSummaryOf = Extract<AttemptOutcome, { kind: "approved" }>["card"];

function settle(draft: Draft, payment: Payment, outcome: AttemptOutcome): void {
  switch (outcome.kind) {
    case "approved":
      if (payment.cancelWanted && payment.attempt?.canReverse) undo(draft, payment, canceledByPos(outcome));
      else takeApproval(draft, payment, outcome);
      break;
    case "declined":
      if (!turnBack(draft, payment, outcome)) complete(draft, payment, outcome);
      break;
    case "canceled":
    case "failed":
      complete(draft, payment, payment.cancelWanted && outcome.kind === "failed" ? canceled : outcome);
      break;
    case "unknown":
      releaseCard(draft, payment);
      findOut(draft, payment, outcome.message);
      break;
  }
}

/** Nothing left for the gateway, says the host: an approval, or a doubt, contradicts that, and a person has to look. */
function settleUnsent(draft: Draft, payment: Payment, outcome: AttemptOutcome): void {
  switch (outcome.kind) {
    case "declined":
    case "canceled":
    case "failed":
      complete(draft, payment, payment.cancelWanted ? canceled : outcome);
      break;
    case "approved":
    case "unknown":
      releaseCard(draft, payment);
      park(draft, payment, {
        reversal: false,
        reason: "The gateway's connector answered without having announced a message that moves money.",
        instruction: "Look at the gateway's own records for this time and amount, and report the connector's fault.",
      });
      break;
  }
}
