/** Schemas of receipts as a device or host hands them over. */
import { z } from "zod";
import type { ReceiptCopies, ReceiptLine } from "@tillwire/plugin-api";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { RECEIPT_LINES_MAX, textSchema } from "./text.ts";

export const receiptLineSchema = z.strictObject({
  text: textSchema,
  align: z.exactOptional(z.enum(["left", "center", "right"])),
  emphasis: z.exactOptional(z.enum(["double-height", "double-width", "double-size", "bold"])),
});

export const receiptLinesSchema = z.array(receiptLineSchema).max(RECEIPT_LINES_MAX).readonly();

export const receiptCopiesSchema = z.strictObject({
  merchant: z.exactOptional(receiptLinesSchema),
  customer: z.exactOptional(receiptLinesSchema),
});

proves<Same<z.infer<typeof receiptLineSchema>, ReceiptLine>>();
proves<Same<z.infer<typeof receiptCopiesSchema>, ReceiptCopies>>();
