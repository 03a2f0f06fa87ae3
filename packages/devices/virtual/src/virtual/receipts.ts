/** Receipts as the virtual terminal would print them: the client prints its lines. */
import { virtualCard } from "./card.ts";
import { formatAmount } from "../protocol/format-amount.ts";
import type { Receipts } from "../protocol/vocabulary.ts";
import type { End, Transaction } from "./ledger/transaction.ts";

type Line = Receipts["merchant"][number];
type Printed = Extract<End, { kind: "approved" | "declined" }>;

/** Both copies. */
export function receiptsOf(transaction: Transaction, end: Printed, terminalId: string): Receipts {
  const body = [...heading(transaction, terminalId), ...verdict(transaction, end)];
  return {
    merchant: [title("MERCHANT COPY"), ...body],
    customer: [title("CUSTOMER COPY"), ...body, { text: "Please keep this receipt", align: "center" }],
  };
}

function heading({ reference, amountMinor, currency }: Transaction, terminalId: string): readonly Line[] {
  const { pan, applicationLabel, applicationId } = virtualCard;
  return [
    { text: "VIRTUAL TERMINAL, NO REAL MONEY", align: "center" },
    pair("Terminal", terminalId),
    pair("Reference", reference),
    pair("Card", pan),
    { text: `${applicationLabel} ${applicationId}` },
    { text: pair("SALE", formatAmount(amountMinor, currency)).text, emphasis: "bold" },
  ];
}

function verdict({ amountMinor, currency }: Transaction, end: Printed): readonly Line[] {
  if (end.kind === "declined") return [{ text: `DECLINED (${end.hostCode})`, align: "center", emphasis: "bold" }];
  const { authorizedMinor, approvalCode, hostReference } = end;
  const other = authorizedMinor === amountMinor ? [] : [pair("Authorized", formatAmount(authorizedMinor, currency))];
  return [
    ...other,
    pair("Approval code", approvalCode),
    pair("Host reference", hostReference),
    { text: "PIN VERIFIED", align: "center" },
    { text: "APPROVED", align: "center", emphasis: "bold" },
  ];
}

const LINE_WIDTH = 40;

function title(text: string): Line {
  return { text, align: "center", emphasis: "bold" };
}

/** Name on the left, value on the right; too long a value is never cut. */
function pair(name: string, value: string): Line {
  return { text: `${name} ${value.padStart(LINE_WIDTH - name.length - 1)}` };
}
