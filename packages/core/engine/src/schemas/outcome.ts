/** Schemas of what became of an attempt and of a payment. */
import { z } from "zod";
import type { AttemptOutcome, PaymentOutcome, ReversalState } from "@tillwire/plugin-api";
import { cardSummarySchema, emvTagsSchema } from "./card.ts";
import { breakdownSchema } from "./money.ts";
import { receiptCopiesSchema } from "./receipt.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { errorCodeSchema, nameSchema, textSchema } from "./text.ts";

export const declineReasonSchema = z.enum([
  "unspecified",
  "insufficient-funds",
  "limit-exceeded",
  "expired-card",
  "lost-or-stolen",
  "wrong-pin",
  "pin-tries-exceeded",
  "not-permitted",
  "invalid-card",
  "suspected-fraud",
  "offline-declined",
  "issuer-unavailable",
  "call-issuer",
  "contact-required",
]);

export const reversalStateSchema = z.enum(["pending", "done", "parked"]);

export const approvedSchema = z.strictObject({
  kind: z.literal("approved"),
  breakdown: breakdownSchema,
  hostReference: nameSchema,
  authorizationCode: z.exactOptional(nameSchema),
  card: z.exactOptional(cardSummarySchema),
  emv: z.exactOptional(emvTagsSchema),
  receipts: z.exactOptional(receiptCopiesSchema),
  offline: z.exactOptional(z.enum(["card", "deferred"])),
});

export const declinedSchema = z.strictObject({
  kind: z.literal("declined"),
  reason: declineReasonSchema,
  hostCode: z.exactOptional(nameSchema),
  message: z.exactOptional(textSchema),
  hostReference: z.exactOptional(nameSchema),
  card: z.exactOptional(cardSummarySchema),
  receipts: z.exactOptional(receiptCopiesSchema),
});

const canceledSchema = z.strictObject({ kind: z.literal("canceled"), by: z.enum(["shopper", "pos", "timeout"]) });

const failedSchema = z.strictObject({ kind: z.literal("failed"), code: errorCodeSchema, message: textSchema });

const unknownSchema = z.strictObject({ kind: z.literal("unknown"), code: errorCodeSchema, message: textSchema });

export const attemptOutcomeSchema = z.discriminatedUnion("kind", [
  approvedSchema,
  declinedSchema,
  canceledSchema,
  failedSchema,
  unknownSchema,
]);

const undone = { reversal: z.exactOptional(reversalStateSchema) };

export const paymentOutcomeSchema = z.discriminatedUnion("kind", [
  approvedSchema,
  declinedSchema.extend(undone),
  canceledSchema.extend(undone),
  failedSchema.extend(undone),
]);

proves<Same<z.infer<typeof reversalStateSchema>, ReversalState>>();
proves<Same<z.infer<typeof attemptOutcomeSchema>, AttemptOutcome>>();
proves<Same<z.infer<typeof paymentOutcomeSchema>, PaymentOutcome>>();
