/** The smallest parts of the schemas, and every bound on what a POS may send in one place. */
import { z } from "zod";
import type { LaneId, PaymentId, PaymentKey } from "@tillwire/plugin-api";
import { AMOUNT_MINOR_MAX } from "@tillwire/plugin-api";

/** Names and short texts for people, in UTF-16 units: they fit a line of a receipt or a log. */
const NAME_LENGTH_MAX = 100;
/** UTC with any number of digits for the second. */
const TIME_LENGTH_MAX = 40;
/** EMV cards hold a handful of applications; the schemas of the engine allow as many. */
const APPLICATIONS_MAX = 50;
/** Codes from a voice call have six characters at most; some acquirers add a prefix. */
const AUTHORIZATION_CODE_LENGTH_MAX = 20;

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

export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, "Three capital letters")
  .describe("ISO 4217 code.");

export const moneySchema = z.strictObject({ amountMinor: amountMinorSchema, currency: currencySchema });

/** Milliseconds since 1970 in memory. */
export const timeSchema = z.iso
  .datetime("A UTC time such as 2026-11-24T10:15:00Z")
  .max(TIME_LENGTH_MAX)
  .refine((text) => text.startsWith("20"), "A time in this century; check the clock of the POS")
  .transform((text) => Date.parse(text))
  .describe("UTC time, ISO 8601.");

/** No control characters: such a text goes into logs and onto receipts as it is. */
export const nameSchema = z
  .string()
  .min(1)
  .max(NAME_LENGTH_MAX)
  // oxlint-disable-next-line no-control-regex -- they are what is refused, written so that any JSON Schema validator reads it
  .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, "Text without control characters");

/** Random bytes, 16 to 64 of them, in base64url. */
export const nonceSchema = z.string().regex(/^[A-Za-z0-9_-]{22,86}$/, "16 to 64 bytes in base64url");

/** A signature in base64url: ECDSA, Ed25519 and RSA up to 4,096 bits fit. */
export const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{43,683}$/, "A signature in base64url");

export const questionKindSchema = z
  .enum(["signature", "partial-approval", "application", "amount", "tip", "surcharge", "referral"])
  .meta({ id: "QuestionKind", description: "What is asked." });

export const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("signature"), matches: z.boolean() }),
  z.strictObject({ kind: z.literal("partial-approval"), accept: z.boolean() }),
  z.strictObject({
    kind: z.literal("application"),
    index: z
      .int()
      .min(0)
      .max(APPLICATIONS_MAX - 1),
  }),
  z.strictObject({ kind: z.literal("amount"), amountMinor: amountMinorSchema.nullable() }),
  z.strictObject({ kind: z.literal("tip"), tipMinor: amountMinorSchema.nullable() }),
  z.strictObject({ kind: z.literal("surcharge"), accept: z.boolean() }),
  z.strictObject({
    kind: z.literal("referral"),
    authorizationCode: nameSchema.max(AUTHORIZATION_CODE_LENGTH_MAX).nullable(),
  }),
]);
