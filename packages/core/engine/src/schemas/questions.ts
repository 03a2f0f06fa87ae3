/** Schemas of the questions that a payment may ask, and of their answers. */
import { z } from "zod";
import type { Question, QuestionAnswer, QuestionKind } from "@tillwire/plugin-api";
import { cardSummarySchema } from "./card.ts";
import { amountMinorSchema, breakdownSchema, moneySchema } from "./money.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { nameSchema, textSchema } from "./text.ts";

/** A signature at 600 by 300 pixels stays far below this, as PNG and as SVG. */
const SIGNATURE_BYTES_MAX = 256 * 1024;
/** EMV cards hold a handful of applications. */
const APPLICATIONS_MAX = 50;

const signatureImageSchema = z.strictObject({
  format: z.enum(["png", "svg"]),
  bytes: z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength <= SIGNATURE_BYTES_MAX,
    `At most ${SIGNATURE_BYTES_MAX} bytes`,
  ),
});

export const questionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("signature"),
    image: z.exactOptional(signatureImageSchema),
    card: z.exactOptional(cardSummarySchema),
  }),
  z.strictObject({ kind: z.literal("partial-approval"), breakdown: breakdownSchema }),
  z.strictObject({
    kind: z.literal("application"),
    labels: z.array(nameSchema).min(1).max(APPLICATIONS_MAX).readonly(),
  }),
  z.strictObject({ kind: z.literal("amount"), stated: moneySchema, card: z.exactOptional(cardSummarySchema) }),
  z.strictObject({ kind: z.literal("tip"), stated: moneySchema }),
  z.strictObject({ kind: z.literal("surcharge"), surcharge: moneySchema, card: z.exactOptional(cardSummarySchema) }),
  z.strictObject({
    kind: z.literal("referral"),
    telephone: z.exactOptional(nameSchema),
    message: z.exactOptional(textSchema),
  }),
]);

export const questionKindSchema = z.enum([
  "signature",
  "partial-approval",
  "application",
  "amount",
  "tip",
  "surcharge",
  "referral",
]);

export const questionAnswerSchema = z.discriminatedUnion("kind", [
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
  z.strictObject({ kind: z.literal("referral"), authorizationCode: nameSchema.nullable() }),
]);

proves<Same<z.infer<typeof questionSchema>, Question>>();
proves<Same<z.infer<typeof questionKindSchema>, QuestionKind>>();
proves<Same<z.infer<typeof questionAnswerSchema>, QuestionAnswer>>();
