/**
 * Schemas of what may be known about a card. They refuse what must never stand there: a card number that is not
 * truncated, and EMV data elements that hold card data in clear.
 */
import { z } from "zod";
import type { CardSummary, EmvTags, TruncatedPan } from "@tillwire/plugin-api";
import { cardDataTags } from "@tillwire/plugin-api/card-data";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { nameSchema } from "./text.ts";

const EMV_TAGS_MAX = 300;
/** A constructed element may hold 65,535 bytes in theory; issuer scripts, the longest in use, stay below 2,000. */
const EMV_VALUE_HEX_LENGTH_MAX = 4_096;

const truncatedPanForm = /^(?=.{8,19}$)\d{0,6}\*{2,}\d{0,4}$/;

export const truncatedPanSchema = z.custom<TruncatedPan>(
  (value) => typeof value === "string" && truncatedPanForm.test(value),
  "A card number with at most its first six and last four digits",
);

export const cardEntrySchema = z.enum(["chip", "contactless", "swipe", "fallback-swipe", "manual", "token"]);

export const cardSummarySchema = z.strictObject({
  entry: cardEntrySchema,
  pan: z.exactOptional(truncatedPanSchema),
  brand: z.exactOptional(nameSchema),
  applicationId: z.exactOptional(z.string().regex(/^(?:[0-9A-F]{2}){5,16}$/, "5 to 16 bytes in hexadecimal")),
  applicationLabel: z.exactOptional(nameSchema),
  verification: z.exactOptional(
    z.enum(["none", "signature", "pin-online", "pin-offline", "pin-and-signature", "device", "failed"]),
  ),
});

const emvTagSchema = z
  .string()
  .regex(/^(?:[0-9A-F]{2}){1,4}$/, "A tag of one to four bytes in hexadecimal")
  .refine((tag) => !cardDataTags.has(tag), "This element holds card data in clear and never appears here");

const emvValueSchema = z
  .string()
  .max(EMV_VALUE_HEX_LENGTH_MAX)
  .regex(/^(?:[0-9A-F]{2})*$/, "Bytes in upper-case hexadecimal");

export const emvTagsSchema = z
  .record(emvTagSchema, emvValueSchema)
  .refine((tags) => Object.keys(tags).length <= EMV_TAGS_MAX, `At most ${EMV_TAGS_MAX} elements`);

proves<Same<z.infer<typeof cardSummarySchema>, CardSummary>>();
proves<Same<z.infer<typeof emvTagsSchema>, EmvTags>>();
