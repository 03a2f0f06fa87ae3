/**
 * The terminal's core: `step(before, input)` gives what only this run knows next, the facts for the ledger, and what is
 * to be done once these are durable. No clock, no I/O: the same arguments give the same step.
 */
import type { ClientMessage } from "../../protocol/client-messages.ts";
import { answerSale } from "./answer-sale.ts";
import { onCommitOrUndo, onCommitTimeout } from "./commitment.ts";
import { closeSession, draftOf, send, startTimer, stepOf, transactionOf, update, write } from "./draft.ts";
import type { Before, Draft } from "./draft.ts";
import { note } from "./draft.ts";
import type { Input, Step, Timer, Volatile } from "./inputs.ts";
import { onCancel, onCancelKey, onInquire, onRepeatLast, onReverse } from "./inquiries.ts";
import { keyIn } from "./key-in.ts";
import { onSale } from "./sale.ts";
import { onConnected, onHello, throwOut } from "./session.ts";
import { proceed } from "./shopper.ts";

/** What a terminal knows when it was just switched on. */
export const switchedOn: Volatile = { session: undefined, running: undefined, behaveNext: undefined };

/** Starts: what was running when it went off did not happen; approvals wait for their commit anew, in full. */
export function boot(before: Omit<Before, "volatile">): Step {
  const draft = draftOf({ ...before, volatile: switchedOn });
  const { terminalId, level, commitTimeoutMs } = draft.settings;
  note(draft, { type: "booted", boot: draft.ledger.boot + 1, terminalId, level });
  for (const reference of draft.ledger.open) {
    const running = transactionOf(draft, reference)?.end === undefined;
    if (running) write(draft, { type: "canceled", reference, by: "reboot" });
    else startTimer(draft, { kind: "commit", reference }, commitTimeoutMs);
  }
  return stepOf(draft);
}

/** Decides what an input means. */
export function step(before: Before, input: Input): Step {
  const draft = draftOf(before);
  take(draft, input);
  return stepOf(draft);
}

function take(draft: Draft, input: Input): void {
  switch (input.type) {
    case "connected":
      return onConnected(draft, input.session);
    case "disconnected":
      return isCurrent(draft, input) ? closeSession(draft) : undefined;
    case "message":
      return isCurrent(draft, input) ? onMessage(draft, input.message) : undefined;
    case "bad-input":
      return isCurrent(draft, input) ? throwOut(draft, input.code, input.problem) : undefined;
    case "timer":
      return onTimer(draft, input.timer);
    case "keyed-in":
      return keyIn(draft, input.sale);
    case "cancel-key":
      return onCancelKey(draft);
    case "behave-next":
      return update(draft, { behaveNext: input.behavior });
  }
}

/** What an older session has left is not heard any more. */
function isCurrent(draft: Draft, { session }: { readonly session: number }): boolean {
  return draft.volatile.session?.id === session;
}

function onMessage(draft: Draft, message: ClientMessage): void {
  const greeted = draft.volatile.session?.greeted === true;
  if (greeted === (message.type === "hello")) {
    const problem = greeted ? "hello comes once, as the first message." : "hello comes first.";
    return throwOut(draft, "hello-expected", problem);
  }
  switch (message.type) {
    case "hello":
      return onHello(draft, message);
    case "sale":
      return onSale(draft, message);
    case "commit":
    case "undo":
      return onCommitOrUndo(draft, message.type, message.reference);
    case "cancel":
      return onCancel(draft, message.reference);
    case "inquire":
      return onInquire(draft, message.reference);
    case "repeat-last":
      return onRepeatLast(draft);
    case "reverse":
      return onReverse(draft, message.reference);
    case "ping":
      return send(draft, { type: "pong", count: message.count });
  }
}

function onTimer(draft: Draft, timer: Timer): void {
  switch (timer.kind) {
    case "hello":
      return throwOut(draft, "hello-expected", "No hello came in time.");
    case "stage":
      return proceed(draft);
    case "card-removed":
      return send(draft, { type: "card-removed", reference: timer.reference });
    case "commit":
      return onCommitTimeout(draft, timer.reference);
    case "late-answer": {
      const transaction = transactionOf(draft, timer.reference);
      return transaction && answerSale(draft, transaction, "plainly");
    }
  }
}
