/** What a terminal tells whoever runs it, ready to be printed. Nothing is decided by it. */
import type { ClientMessage } from "../../protocol/client-messages.ts";
import { formatAmount } from "../../protocol/format-amount.ts";
import type { TerminalMessage } from "../../protocol/terminal-messages.ts";
import type { WireOutcome } from "../../protocol/vocabulary.ts";
import type { LedgerEntry } from "../ledger/entry.ts";

/** Something that happened, as it happened. */
export interface TerminalEvent {
  readonly type:
    | "booted"
    | "connected"
    | "disconnected"
    | "received"
    | "sent"
    | "ledger"
    | "bad-input"
    | "hanging"
    | "rebooting"
    | "failed";
  /** UTC, milliseconds since 1970. */
  readonly atMs: number;
  /** A few words: `sale 12.50 EUR`. */
  readonly text: string;
  readonly reference?: string;
}

/** Tells an event; `about` is a message or entry that may have a reference. */
export type Tell = (type: TerminalEvent["type"], text: string, about?: object) => void;

/** Makes the function that tells. */
export function createTell(onEvent: ((event: TerminalEvent) => void) | undefined, nowMs: () => number): Tell {
  return (type, text, about) => {
    const reference = about !== undefined && "reference" in about ? about.reference : undefined;
    onEvent?.({ type, atMs: nowMs(), text, ...(typeof reference === "string" && { reference }) });
  };
}

/** A message in a few words. */
export function describeMessage(message: ClientMessage | TerminalMessage): string {
  switch (message.type) {
    case "sale":
      return `sale ${formatAmount(message.amountMinor, message.currency)}`;
    case "prompt":
      return `prompt ${message.prompt}`;
    case "result":
    case "pending":
      return `${message.type} ${describeOutcome(message.outcome)}`;
    case "status":
    case "last":
      return `${message.type} ${message.state === "ended" ? describeOutcome(message.outcome) : message.state}`;
    case "reversed":
      return `reversed ${message.state}`;
    case "undone":
      return `undone (${message.by})`;
    case "refused":
      return `refused ${message.request}: ${message.reason}`;
    case "error":
      return `error ${message.code}: ${message.message}`;
    case "welcome":
      return `welcome, level ${message.level}, boot ${message.boot}`;
    case "hello":
    case "commit":
    case "undo":
    case "cancel":
    case "inquire":
    case "repeat-last":
    case "reverse":
    case "ping":
    case "text":
    case "card":
    case "card-removed":
    case "committed":
    case "canceling":
    case "pong":
      return message.type;
  }
}

function describeOutcome(outcome: WireOutcome): string {
  switch (outcome.kind) {
    case "approved":
      return `approved, ${outcome.state}`;
    case "declined":
      return `declined (${outcome.reason})`;
    case "canceled":
    case "reversed":
      return `${outcome.kind} (${outcome.by})`;
  }
}

/** An entry in a few words. */
export function describeEntry(entry: LedgerEntry): string {
  switch (entry.type) {
    case "booted":
      return `booted (start ${entry.boot})`;
    case "requested":
      return `requested ${formatAmount(entry.amountMinor, entry.currency)} (${entry.behavior})`;
    case "refused":
      return `refused ${formatAmount(entry.amountMinor, entry.currency)} (${entry.reason})`;
    case "approved":
    case "committed":
      return `${entry.type} ${formatAmount(entry.authorizedMinor, entry.currency)}`;
    case "reversed":
      return `reversed ${formatAmount(entry.authorizedMinor, entry.currency)} (${entry.by})`;
    case "declined":
      return `declined (${entry.reason})`;
    case "canceled":
    case "barred":
      return `${entry.type} (${entry.by})`;
  }
}
