/** What the kernel knows of one transaction: values by tag from both sides, and the two results that it writes on the way. */
import { packDigits } from "@tillwire/bytes";
import { terminalVerificationResults, transactionStatusInformation } from "@tillwire/emv";
import type { TagValues, TvrBit } from "@tillwire/emv";
import type { RandomBytes } from "@tillwire/plugin-api";

/** The bits of tag 9B. */
export type TsiBit =
  | "odaPerformed"
  | "cardholderVerificationPerformed"
  | "cardRiskManagementPerformed"
  | "issuerAuthenticationPerformed"
  | "terminalRiskManagementPerformed"
  | "scriptProcessingPerformed";

/** One transaction. */
export interface Transaction {
  /** What the reader knows: its own data, the amount, the date. A card cannot replace any of it. */
  readonly terminal: Map<string, Uint8Array>;
  /** What the card said. */
  readonly card: Map<string, Uint8Array>;
  readonly tvr: Set<TvrBit>;
  readonly tsi: Set<TsiBit>;
  readonly random: RandomBytes;
  /** Values sent for the PDOL. */
  optionsData: Uint8Array;
  /** The records that offline authentication covers; `undefined` when one of them was not as it should be. */
  staticData: Uint8Array | undefined;
}

/** Amount and kind of a transaction. */
export interface TransactionTerms {
  readonly amountMinor: number;
  readonly cashbackMinor: number;
  /** Tag 9C. */
  readonly transactionType: number;
  /** `YYMMDD` and `HHMMSS`. */
  readonly date: string;
  readonly time: string;
  readonly sequence: number;
}

const unpredictableBytes = 4;

/** Begins a transaction with the reader's data. */
export function newTransaction(terminal: Map<string, Uint8Array>, random: RandomBytes): Transaction {
  terminal.set("9F37", random(unpredictableBytes));
  return {
    terminal,
    card: new Map(),
    tvr: new Set(),
    tsi: new Set(),
    random,
    optionsData: new Uint8Array(0),
    staticData: new Uint8Array(0),
  };
}

/** Amount, date and kind as tags. */
export function termsAsTags(terms: TransactionTerms): Map<string, Uint8Array> {
  const { amountMinor, cashbackMinor, transactionType, date, time, sequence } = terms;
  const amount = new Uint8Array(4);
  new DataView(amount.buffer).setUint32(0, Math.min(amountMinor, 0xffff_ffff));
  return new Map([
    ["9F02", packDigits(String(amountMinor).padStart(12, "0"))],
    ["81", amount],
    ["9F03", packDigits(String(cashbackMinor).padStart(12, "0"))],
    ["9C", Uint8Array.of(transactionType)],
    ["9A", packDigits(date)],
    ["9F21", packDigits(time)],
    ["9F41", packDigits(String(sequence).padStart(8, "0"))],
  ]);
}

/** The value of a tag: the reader's own first, so that no card can say what the amount is. */
export function valuesOf(transaction: Transaction): TagValues {
  return {
    get(tag) {
      if (tag === "95") return terminalVerificationResults.encode(transaction.tvr);
      if (tag === "9B") return transactionStatusInformation.encode(transaction.tsi);
      return transaction.terminal.get(tag) ?? transaction.card.get(tag);
    },
  };
}

/** True when the card's profile (tag 82) has this bit. */
export function profileHas({ card }: Transaction, mask: number): boolean {
  return ((card.get("82")?.[0] ?? 0) & mask) !== 0;
}
