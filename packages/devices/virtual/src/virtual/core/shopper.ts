/** What a sale goes through, stage by stage, until the issuer is asked or the shopper has given up. */
import type { PromptId } from "@tillwire/plugin-api";
import { virtualCard } from "../card.ts";
import { behaviors } from "../behaviors.ts";
import type { Behavior, Shopper } from "../behaviors.ts";
import type { Transaction } from "../ledger/transaction.ts";
import type { TerminalSettings } from "../settings.ts";
import { concludeSale } from "./conclude.ts";
import { send, startTimer, transactionOf, update } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { breakDown } from "./trouble.ts";

interface Stage {
  readonly prompt: PromptId;
  readonly waitMs: (settings: TerminalSettings) => number;
  /** The card goes in. */
  readonly cardIn?: true;
  /** The issuer has been asked: too late to cancel. */
  readonly online?: true;
}

const present: Stage = { prompt: "present-card", waitMs: ({ pacing }) => pacing.presentMs };
const pin: Stage = { prompt: "enter-pin", waitMs: ({ pacing }) => pacing.pinMs, cardIn: true };
const pinAgain: Stage = { prompt: "enter-pin-again", waitMs: pin.waitMs };
const pinLastTry: Stage = { prompt: "enter-pin-last-try", waitMs: pin.waitMs };
const processing: Stage = { prompt: "processing", waitMs: ({ pacing }) => pacing.processMs, online: true };

const stages: Readonly<Record<Shopper, readonly Stage[]>> = {
  pays: [present, pin, processing],
  "mistypes-once": [present, pin, pinAgain, processing],
  "mistypes-thrice": [present, pin, pinAgain, pinLastTry],
  "cancels-at-card": [present],
  "cancels-at-pin": [present, pin],
  "stays-away": [{ ...present, waitMs: ({ cardTimeoutMs }) => cardTimeoutMs }],
};

/** Goes on to the stage that the running transaction is at, and through all that take no time. */
export function proceed(draft: Draft): void {
  for (let running = draft.volatile.running; running !== undefined; running = draft.volatile.running) {
    const { reference, stage: number } = running;
    const transaction = transactionOf(draft, reference);
    if (transaction === undefined) return;
    const behavior: Behavior = behaviors[transaction.behavior];
    const stage = stages[behavior.shopper][number];
    if (stage === undefined) {
      concludeSale(draft, transaction);
      return;
    }
    update(draft, { running: { reference, stage: number + 1 } });
    if (enter(draft, { stage, transaction, behavior }) === "down") return;
    const waitMs = stage.waitMs(draft.settings);
    if (waitMs > 0) {
      startTimer(draft, { kind: "stage" }, waitMs);
      return;
    }
  }
}

interface Entering {
  readonly stage: Stage;
  readonly transaction: Transaction;
  readonly behavior: Behavior;
}

function enter(draft: Draft, { stage, transaction, behavior }: Entering): "up" | "down" {
  const { reference } = transaction;
  if (stage.cardIn) send(draft, { type: "card", reference, card: virtualCard });
  send(draft, { type: "prompt", reference, prompt: stage.prompt });
  return stage.online ? breakDown(draft, behavior, "before-approval") : "up";
}

/** May the running transaction still be stopped? */
export function canStillCancel({ behavior }: Transaction, enteredStages: number): boolean {
  const current = stages[behaviors[behavior].shopper][enteredStages - 1];
  return current?.online !== true;
}
