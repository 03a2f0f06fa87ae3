/** Events, results and receipts in words. */
import type { BridgePaymentEvent, PaymentResult } from "@tillwire/client";

/** One line for an event. */
export function describeUpdate(update: BridgePaymentEvent): string {
  switch (update.type) {
    case "prompt":
      return `prompt: ${update.promptId}`;
    case "terminal-text":
      return `terminal: ${update.text}`;
    case "card-presented":
      return `card: ${[update.card.brand, update.card.pan].filter((part) => part !== undefined).join(" ")}`;
    case "question":
      return `question: ${update.question.question.kind}`;
    case "question-closed":
      return `question closed by ${update.by}`;
    case "unknown":
      return `unknown: ${update.message}`;
    case "completed":
    case "resolved":
      return `${update.type}: ${update.payment.outcome?.kind ?? update.payment.state}`;
    case "accepted":
    case "sent":
    case "online-answered":
    case "reversing":
    case "reversed":
    case "parked":
    case "card-removed":
    case "print":
    case "canceling":
      return update.type;
  }
}

/** What a cashier would be told. */
export function describeResult(result: PaymentResult): string {
  if (result.state === "parked") return `A person has to look: ${result.parked.reason} ${result.parked.instruction}`;
  const { outcome } = result;
  switch (outcome.kind) {
    case "approved":
      return `Approved: ${amountText(outcome.breakdown.authorizedMinor, outcome.breakdown.currency)}, authorization ${outcome.authorizationCode ?? "unknown"}.`;
    case "declined":
      return `Declined: ${outcome.reason}. The shopper is not charged.`;
    case "canceled":
      return `Canceled by the ${outcome.by}. The shopper is not charged.`;
    case "failed":
      return `Failed: ${outcome.message}`;
  }
}

/** The shopper's copy, as the terminal gave it. */
export function receiptText(result: PaymentResult): string {
  const lines =
    result.state === "final" && "receipts" in result.outcome ? result.outcome.receipts?.customer : undefined;
  return lines?.map(({ text }) => `  ${text}`).join("\n") ?? "  (the terminal printed none)";
}

function amountText(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" });
  const { maximumFractionDigits = 2 } = format.resolvedOptions();
  return format.format(amountMinor / 10 ** maximumFractionDigits).replace(/\u00a0/g, " ");
}
