/** Questions that a payment asks. */
import { z } from "zod";
import { nameSchema } from "../parts.ts";
import { cardSummarySchema } from "./card.ts";
import { breakdownSchema } from "./outcome.ts";
import { count, money, text } from "./values.ts";

const signatureImageSchema = z.object({
  format: z.enum(["png", "svg"]),
  bytesBase64: z.base64().describe("The file's bytes in base64."),
});

const questionSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("signature"),
      image: signatureImageSchema.exactOptional(),
      card: cardSummarySchema.exactOptional(),
    }),
    z.object({ kind: z.literal("partial-approval"), breakdown: breakdownSchema }),
    z.object({ kind: z.literal("application"), labels: z.array(text).min(1) }),
    z.object({ kind: z.literal("amount"), stated: money, card: cardSummarySchema.exactOptional() }),
    z.object({ kind: z.literal("tip"), stated: money }),
    z.object({ kind: z.literal("surcharge"), surcharge: money, card: cardSummarySchema.exactOptional() }),
    z.object({
      kind: z.literal("referral"),
      telephone: text.exactOptional(),
      message: text.exactOptional(),
    }),
  ])
  .meta({ id: "Question" });

export const openQuestionSchema = z
  .object({
    questionId: nameSchema,
    question: questionSchema,
    deadlineMs: count.describe("How long it was open when it was asked; the default is taken then."),
  })
  .meta({ id: "OpenQuestion" });
