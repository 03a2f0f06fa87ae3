/** Codes of one byte that a terminal sends along, in words. The codes are two digits, written as one byte. */
import { defineCodes } from "./code-table.ts";

/** Transaction type (9C): the first two digits of the processing code of ISO 8583:1987, section 4.3.8. */
export const transactionTypes = defineCodes([
  [0x00, "purchase", "Goods and services"],
  [0x01, "cash", "Cash"],
  [0x02, "debit-adjustment", "Debit adjustment"],
  [0x09, "cashback", "Goods and services with cashback"],
  [0x20, "refund", "Refund"],
  [0x21, "deposit", "Deposit"],
  [0x22, "credit-adjustment", "Credit adjustment"],
  [0x30, "inquiry", "Available funds inquiry"],
  [0x31, "balance", "Balance inquiry"],
  [0x40, "transfer", "Transfer between accounts of the cardholder"],
]);

/** Point-of-service entry mode (9F39; ISO 8583:1987, section 4.3.14, first two digits). */
export const entryModes = defineCodes([
  [0x00, "unknown", "Unknown"],
  [0x01, "manual", "Manual entry"],
  [0x02, "magnetic-stripe", "Magnetic stripe"],
  [0x03, "barcode", "Bar code"],
  [0x04, "ocr", "Optical character reading"],
  [0x05, "chip", "Integrated circuit card"],
  [0x07, "contactless", "Contactless EMV"],
  [0x10, "on-file", "Credentials on file"],
  [0x80, "fallback", "Fallback from chip to magnetic stripe"],
  [0x90, "full-magnetic-stripe", "Magnetic stripe, whole track read"],
  [0x91, "contactless-magnetic-stripe", "Contactless magnetic stripe"],
  [0x95, "chip-unreliable", "Integrated circuit card, CVV may not be checked"],
]);

/** Account type (5F57; EMV 4.4 Book 3, Annex G). */
export const accountTypes = defineCodes([
  [0x00, "default", "Default"],
  [0x10, "savings", "Savings"],
  [0x20, "checking", "Cheque or debit"],
  [0x30, "credit", "Credit"],
]);
