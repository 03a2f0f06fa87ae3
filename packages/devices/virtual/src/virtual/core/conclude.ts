/** The end of a sale: the issuer's word, or the shopper's. */
import { AMOUNT_MINOR_MAX } from "@tillwire/plugin-api";
import type { PromptId } from "@tillwire/plugin-api";
import type { CanceledBy } from "../../protocol/vocabulary.ts";
import { behaviors } from "../behaviors.ts";
import type { Behavior, Issuer } from "../behaviors.ts";
import type { Transaction } from "../ledger/transaction.ts";
import { answerSale } from "./answer-sale.ts";
import { approvalNumbers, send, startTimer, stopTimer, update, write } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { breakDown } from "./trouble.ts";

/** What `approve-more` puts on top, in minor units. */
const MORE_MINOR = 100;

/** Every stage is done: whoever had the last word says it. */
export function concludeSale(draft: Draft, transaction: Transaction): void {
  const behavior: Behavior = behaviors[transaction.behavior];
  switch (behavior.shopper) {
    case "pays":
    case "mistypes-once":
      askIssuer(draft, transaction, behavior.issuer);
      break;
    case "mistypes-thrice":
      decline(draft, transaction, { reason: "pin-tries-exceeded", hostCode: "75" });
      break;
    case "cancels-at-card":
    case "cancels-at-pin":
      cancelSale(draft, transaction, "shopper");
      break;
    case "stays-away":
      cancelSale(draft, transaction, "timeout");
      break;
  }
}

/** Ends the running transaction without money. */
export function cancelSale(draft: Draft, transaction: Transaction, by: CanceledBy): void {
  stopTimer(draft, { kind: "stage" });
  const ended = write(draft, { type: "canceled", reference: transaction.reference, by });
  endRunning(draft, ended, "canceled");
  answerSale(draft, ended, "plainly");
}

function askIssuer(draft: Draft, transaction: Transaction, issuer: Issuer): void {
  const { amountMinor, partialApproval } = transaction;
  if (issuer === "full") approve(draft, transaction, amountMinor);
  else if (issuer === "more") approve(draft, transaction, Math.min(amountMinor + MORE_MINOR, AMOUNT_MINOR_MAX));
  else if (issuer !== "half") decline(draft, transaction, issuer);
  else if (partialApproval && amountMinor > 1) approve(draft, transaction, Math.floor(amountMinor / 2));
  else decline(draft, transaction, { reason: "insufficient-funds", hostCode: "51" });
}

function decline(draft: Draft, { reference }: Transaction, issuer: Extract<Issuer, object>): void {
  const ended = write(draft, { type: "declined", reference, ...issuer });
  endRunning(draft, ended, "declined");
  answerSale(draft, ended, "plainly");
}

function approve(draft: Draft, { reference, currency, behavior: name }: Transaction, authorizedMinor: number): void {
  const behavior: Behavior = behaviors[name];
  const ended = write(draft, { type: "approved", reference, authorizedMinor, currency, ...approvalNumbers(draft) });
  endRunning(draft, ended, "approved");
  startTimer(draft, { kind: "commit", reference }, draft.settings.commitTimeoutMs);
  if (breakDown(draft, behavior, "after-approval") === "up") answerSale(draft, ended, behavior.answering);
}

function endRunning(draft: Draft, { reference }: Transaction, prompt: PromptId): void {
  const cardIn = (draft.volatile.running?.stage ?? 0) > 1; // every sale starts with a stage that waits for the card
  update(draft, { running: undefined });
  send(draft, { type: "prompt", reference, prompt });
  if (!cardIn) return;
  send(draft, { type: "prompt", reference, prompt: "remove-card" });
  startTimer(draft, { kind: "card-removed", reference }, draft.settings.pacing.removeMs);
}
