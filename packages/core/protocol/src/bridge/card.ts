/** Cards and receipts, as a POS may see them. */
import { z } from "zod";
import type { TruncatedPan } from "@tillwire/plugin-api";
import { text } from "./values.ts";

export const cardSummarySchema = z
  .object({
    entry: z.enum(["chip", "contactless", "swipe", "fallback-swipe", "manual", "token"]),
    pan: z
      .string()
      .regex(/^\d{0,6}\*{2,}\d{0,4}$/)
      .transform((digits) => digits as TruncatedPan) // the form has just been checked
      .exactOptional()
      .describe("At most the first six and the last four digits."),
    brand: text.exactOptional().describe("The scheme's name as the device or gateway gives it."),
    applicationId: text.exactOptional().describe("EMV application identifier in hexadecimal."),
    applicationLabel: text.exactOptional(),
    verification: z
      .enum(["none", "signature", "pin-online", "pin-offline", "pin-and-signature", "device", "failed"])
      .exactOptional()
      .describe("How the cardholder was verified."),
  })
  .meta({ id: "Card" });

export const receiptLinesSchema = z.array(
  z
    .object({
      text: text.describe("As the terminal gave it."),
      align: z.enum(["left", "center", "right"]).exactOptional(),
      emphasis: z.enum(["double-height", "double-width", "double-size", "bold"]).exactOptional(),
    })
    .meta({ id: "ReceiptLine" }),
);

export const receiptCopiesSchema = z
  .object({ merchant: receiptLinesSchema.exactOptional(), customer: receiptLinesSchema.exactOptional() })
  .meta({ id: "Receipts" });
