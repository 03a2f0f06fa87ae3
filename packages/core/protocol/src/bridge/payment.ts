/** Payments and their events. */
import { z } from "zod";
import { laneSchema, nameSchema, paymentIdSchema, paymentKeySchema } from "../parts.ts";
import { cardSummarySchema, receiptLinesSchema } from "./card.ts";
import { paymentOutcomeSchema } from "./outcome.ts";
import { openQuestionSchema } from "./question.ts";
import { attemptId, money, paymentKind, promptId, recoveryLevel, text, time } from "./values.ts";

/**
 * A payment.
 * @public
 */
export const paymentViewSchema = z
  .object({
    id: paymentIdSchema,
    key: paymentKeySchema,
    lane: laneSchema,
    kind: paymentKind,
    amount: money,
    state: z
      .enum(["accepted", "sent", "unknown", "parked", "final"])
      .describe("`unknown`: the bridge is finding out. `parked`: a person has to. `final`: there is an outcome."),
    outcome: paymentOutcomeSchema.exactOptional().describe("There exactly when the state is `final`."),
    recoveryLevel: recoveryLevel.exactOptional(),
    attemptId: attemptId.exactOptional(),
    questions: z.array(openQuestionSchema).describe("Open questions, oldest first."),
    acknowledged: z.boolean().describe("True once the POS has said that it stored the outcome."),
    parked: z
      .object({
        reason: text,
        instruction: text.describe("What to do, in words for the shop."),
        references: z.record(z.string(), text),
      })
      .exactOptional()
      .describe("For `parked`: what a person has to know."),
    createdAt: time,
    finalAt: time.exactOptional(),
  })
  .meta({ id: "Payment" });

/** What an event can tell, by its type. */
const bodies = [
  z.object({ type: z.literal("accepted") }),
  z.object({ type: z.literal("sent") }),
  z.object({ type: z.literal("online-answered") }),
  z.object({ type: z.literal("reversing") }),
  z.object({ type: z.literal("reversed") }),
  z.object({ type: z.literal("parked") }),
  z.object({ type: z.literal("completed"), payment: paymentViewSchema }),
  z.object({ type: z.literal("resolved"), payment: paymentViewSchema }),
  z.object({ type: z.literal("unknown"), message: text }),
  z.object({ type: z.literal("canceling") }),
  z.object({ type: z.literal("question"), question: openQuestionSchema }),
  z.object({
    type: z.literal("question-closed"),
    questionId: nameSchema,
    by: z.enum(["answer", "default", "payment"]),
  }),
  z.object({ type: z.literal("prompt"), promptId }),
  z.object({ type: z.literal("terminal-text"), text }),
  z.object({ type: z.literal("card-presented"), card: cardSummarySchema }),
  z.object({ type: z.literal("card-removed") }),
  z.object({ type: z.literal("print"), copy: z.enum(["merchant", "customer"]), lines: receiptLinesSchema }),
] as const;

/**
 * An event of a payment.
 * @public
 */
export const paymentEventSchema = z
  .object({
    key: paymentKeySchema,
    lane: laneSchema,
    seq: z.int().min(1).describe("Rises within the lane; never used twice, across restarts too."),
    at: time,
    body: z.discriminatedUnion("type", bodies).describe("A newer bridge may have more types; ignore those."),
  })
  .meta({ id: "PaymentEvent" });
