/** The smallest parts of the schemas, and every bound in one place. */
import { z } from "zod";
import type { LaneId, PaymentId, PaymentKey } from "@tillwire/plugin-api";
import { AMOUNT_MINOR_MAX } from "@tillwire/plugin-api";

export const paymentKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{8,64}$/, "8 to 64 characters of A-Z a-z 0-9 . _ : -")
  .transform((text) => text as PaymentKey) // the form has just been checked
  .describe("The POS's own name for the payment; stored before it is sent, reused on every retry.");

export const paymentIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, "8 to 64 characters of A-Z a-z 0-9 _ -")
  .transform((text) => text as PaymentId) // as above
  .describe("The bridge's name for the payment.");

export const laneSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "1 to 40 characters of a-z 0-9 -")
  .transform((text) => text as LaneId) // as above
  .describe("The name of a lane.");

export const amountMinorSchema = z
  .int()
  .min(0)
  .max(AMOUNT_MINOR_MAX)
  .describe("An amount in the currency's smallest unit.");

export const moneySchema = z.strictObject({
  amountMinor: amountMinorSchema,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "Three capital letters")
    .describe("ISO 4217 code."),
});

/** Years that a date can honestly have here; a clock that is far off is a mistake to be told. */
export const timeSchema = z.iso
  .datetime()
  .max(40)
  .transform((text) => Date.parse(text))
  .describe("UTC time, ISO 8601.");

/** Names and short texts for people. */
export const nameSchema = z.string().min(1).max(100);

export const questionKindSchema = z.enum([
  "signature",
  "partial-approval",
  "application",
  "amount",
  "tip",
  "surcharge",
  "referral",
]);

export const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("signature"), matches: z.boolean() }),
  z.strictObject({ kind: z.literal("partial-approval"), accept: z.boolean() }),
  z.strictObject({ kind: z.literal("application"), index: z.int().min(0).max(99) }),
  z.strictObject({ kind: z.literal("amount"), amountMinor: amountMinorSchema.nullable() }),
  z.strictObject({ kind: z.literal("tip"), tipMinor: amountMinorSchema.nullable() }),
  z.strictObject({ kind: z.literal("surcharge"), accept: z.boolean() }),
  z.strictObject({ kind: z.literal("referral"), authorizationCode: z.string().min(1).max(20).nullable() }),
]);
