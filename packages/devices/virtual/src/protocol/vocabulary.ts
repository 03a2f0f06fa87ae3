/** What the messages of both directions are made of. */
import { AMOUNT_MINOR_MAX, isPromptId, truncatedPan } from "@tillwire/plugin-api";
import type { PromptId, TruncatedPan } from "@tillwire/plugin-api";
import { z } from "zod";
import { NAME_LENGTH_MAX, RECEIPT_LINE_LENGTH_MAX, RECEIPT_LINES_MAX, TEXT_LENGTH_MAX } from "./limits.ts";

/** The client's name for a transaction: unique for good. */
export const referenceSchema = z.string().regex(/^[0-9A-Z]{4,40}$/, "4 to 40 characters of 0-9 A-Z");

export const textSchema = z.string().max(TEXT_LENGTH_MAX);
export const nameSchema = z.string().min(1).max(NAME_LENGTH_MAX);
export const amountMinorSchema = z.int().min(1).max(AMOUNT_MINOR_MAX);
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, "Three capital letters, as in ISO 4217");
export const promptSchema = z.custom<PromptId>(isPromptId, "A prompt of the closed list");
export const durationMsSchema = z.int().min(0).max(86_400_000);
export const countSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What a terminal can tell and undo after a failure; the levels of the plugin interface, without A. */
export const levelSchema = z.enum(["B", "C", "D"]);
export type Level = z.infer<typeof levelSchema>;

const panSchema = z.custom<TruncatedPan>(
  (value) => typeof value === "string" && isTruncated(value),
  "A card number with at most its first six and last four digits",
);

export const cardSchema = z.strictObject({
  entry: z.enum(["chip", "contactless"]),
  pan: panSchema,
  brand: nameSchema,
  applicationId: z.string().regex(/^(?:[0-9A-F]{2}){5,16}$/, "5 to 16 bytes in hexadecimal"),
  applicationLabel: nameSchema,
  verification: z.enum(["none", "pin-online"]),
});
export type Card = z.infer<typeof cardSchema>;

export const declineReasonSchema = z.enum([
  "unspecified",
  "insufficient-funds",
  "limit-exceeded",
  "expired-card",
  "lost-or-stolen",
  "pin-tries-exceeded",
  "not-permitted",
  "suspected-fraud",
  "issuer-unavailable",
  "call-issuer",
]);
export type WireDeclineReason = z.infer<typeof declineReasonSchema>;

const receiptLinesSchema = z
  .array(
    z.strictObject({
      text: z.string().max(RECEIPT_LINE_LENGTH_MAX),
      align: z.exactOptional(z.enum(["left", "center", "right"])),
      emphasis: z.exactOptional(z.enum(["double-height", "bold"])),
    }),
  )
  .max(RECEIPT_LINES_MAX)
  .readonly();

export const receiptsSchema = z.strictObject({ merchant: receiptLinesSchema, customer: receiptLinesSchema });
export type Receipts = z.infer<typeof receiptsSchema>;

/** Who or what ended a transaction before it was approved. */
export const canceledBySchema = z.enum(["shopper", "pos", "timeout", "reversal", "reboot"]);
export type CanceledBy = z.infer<typeof canceledBySchema>;

/** Who or what undid an approval. `timeout`: no commit came in time. */
export const reversedBySchema = z.enum(["undo", "timeout", "reversal"]);
export type ReversedBy = z.infer<typeof reversedBySchema>;

/** What became of a transaction. An approval that is `uncommitted` is undone by the terminal unless it is committed. */
export const outcomeSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("approved"),
    state: z.enum(["uncommitted", "committed"]),
    authorizedMinor: amountMinorSchema,
    approvalCode: nameSchema,
    hostReference: nameSchema,
    card: cardSchema,
    receipts: receiptsSchema,
  }),
  z.strictObject({
    kind: z.literal("declined"),
    reason: declineReasonSchema,
    hostCode: nameSchema,
    text: textSchema,
    card: cardSchema,
    receipts: receiptsSchema,
  }),
  z.strictObject({ kind: z.literal("canceled"), by: canceledBySchema }),
  z.strictObject({ kind: z.literal("reversed"), by: reversedBySchema }),
]);
export type WireOutcome = z.infer<typeof outcomeSchema>;
export type WireApproval = Extract<WireOutcome, { kind: "approved" }>;

/** A transaction that has ended: what was asked for, and what became of it. */
export const endedShape = {
  reference: referenceSchema,
  amountMinor: amountMinorSchema,
  currency: currencySchema,
  outcome: outcomeSchema,
};
const endedSchema = z.strictObject(endedShape);
export type Ended = z.infer<typeof endedSchema>;

function isTruncated(text: string): boolean {
  try {
    truncatedPan(text);
    return true;
  } catch {
    return false; // it throws for everything else, without repeating what it was given
  }
}
