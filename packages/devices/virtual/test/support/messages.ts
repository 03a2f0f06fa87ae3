/** Every message of the protocol, at least once, with all of its members. */
import type { ClientMessage } from "../../src/protocol/client-messages.ts";
import type { TerminalMessage } from "../../src/protocol/terminal-messages.ts";
import { truncatedPan } from "@tillwire/plugin-api";

const reference = "TX000000000000000001";
const receipt = [
  { text: "MERCHANT COPY", align: "center", emphasis: "bold" },
  { text: "SALE                          10.00 EUR" },
] as const;
const receipts = { merchant: receipt, customer: receipt };
const card = {
  entry: "chip",
  pan: truncatedPan("411111******1111"),
  brand: "Visa",
  applicationId: "A0000000031010",
  applicationLabel: "VISA CREDIT",
  verification: "pin-online",
} as const;
const ended = { reference, amountMinor: 1000, currency: "EUR" } as const;
const approved = {
  kind: "approved",
  state: "uncommitted",
  authorizedMinor: 1000,
  approvalCode: "000001",
  hostReference: "VT000001-1",
  card,
  receipts,
} as const;
const declined = {
  kind: "declined",
  reason: "insufficient-funds",
  hostCode: "51",
  text: "Declined (51)",
  card,
  receipts,
} as const;

export const clientMessages: readonly ClientMessage[] = [
  { type: "hello", versions: [1, 2], client: "test 1.0" },
  { type: "sale", reference, amountMinor: 1000, currency: "EUR", partialApproval: true },
  { type: "commit", reference },
  { type: "undo", reference },
  { type: "cancel", reference },
  { type: "inquire", reference },
  { type: "repeat-last" },
  { type: "reverse", reference },
  { type: "ping", count: 1 },
];

export const terminalMessages: readonly TerminalMessage[] = [
  { type: "welcome", version: 1, terminalId: "VT000001", level: "B", boot: 1, commitTimeoutMs: 60_000 },
  { type: "prompt", reference, prompt: "enter-pin" },
  { type: "text", reference, text: "Bitte warten …" },
  { type: "card", reference, card },
  { type: "card-removed", reference },
  { type: "result", ...ended, outcome: approved },
  { type: "result", ...ended, outcome: declined },
  { type: "result", ...ended, outcome: { kind: "canceled", by: "shopper" } },
  { type: "result", ...ended, outcome: { kind: "reversed", by: "timeout" } },
  { type: "pending", ...ended, outcome: approved },
  { type: "committed", reference },
  { type: "undone", reference, by: "undo" },
  { type: "canceling", reference },
  { type: "status", state: "not-found", reference },
  { type: "status", state: "in-progress", reference },
  { type: "status", state: "ended", ...ended, outcome: approved },
  { type: "last", state: "none" },
  { type: "last", state: "in-progress", reference },
  { type: "last", state: "ended", ...ended, outcome: declined },
  { type: "reversed", reference, state: "done" },
  { type: "refused", request: "sale", reference, reason: "busy", message: "Another transaction is running." },
  { type: "pong", count: 1 },
  { type: "error", code: "frame-invalid", message: "The frame is not a JSON text in UTF-8." },
];
