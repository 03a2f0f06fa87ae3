/**
 * What the bridge sends, as schemas: the source of the generated documents, and what tests hold every message against.
 * They are open where the protocol is: a POS ignores fields that it does not know.
 */
import { errorCatalog, prompts } from "@tillwire/plugin-api";
import { z } from "zod";
import { amountMinorSchema, nameSchema, questionKindSchema } from "./parts.ts";

const errorCodes = Object.keys(errorCatalog) as [keyof typeof errorCatalog]; // the catalog is not empty
const promptIds = Object.keys(prompts) as [keyof typeof prompts]; // as above

const text = z.string();
const time = z.iso.datetime().describe("UTC time, ISO 8601.");
const money = z.looseObject({ amountMinor: amountMinorSchema, currency: text }).meta({ id: "Money" });

const breakdown = z
  .looseObject({
    currency: text,
    requestedMinor: amountMinorSchema,
    tipMinor: amountMinorSchema,
    surchargeMinor: amountMinorSchema,
    cashbackMinor: amountMinorSchema,
    authorizedMinor: amountMinorSchema.describe("The total that was approved."),
    conversion: z.looseObject({ cardholderAmount: money, rate: text, markupPercent: text.optional() }).optional(),
  })
  .meta({ id: "Breakdown" });

const card = z
  .looseObject({
    entry: text,
    pan: z
      .string()
      .regex(/^\d{0,6}\*{2,}\d{0,4}$/)
      .optional()
      .describe("First six and last four digits at most."),
    brand: text.optional(),
    applicationId: text.optional(),
    applicationLabel: text.optional(),
    verification: text.optional(),
  })
  .meta({ id: "Card" });

const receiptLines = z.array(z.looseObject({ text, align: text.optional(), emphasis: text.optional() }));
const receipts = z.looseObject({ merchant: receiptLines.optional(), customer: receiptLines.optional() });
const reversal = z.enum(["pending", "done", "parked"]).optional().describe("How far the undoing of an approval is.");

const outcome = z
  .discriminatedUnion("kind", [
    z.looseObject({
      kind: z.literal("approved"),
      breakdown,
      hostReference: text,
      authorizationCode: text.optional(),
      card: card.optional(),
      emv: z.record(z.string(), text).optional(),
      receipts: receipts.optional(),
      offline: z.enum(["card", "deferred"]).optional(),
    }),
    z.looseObject({
      kind: z.literal("declined"),
      reason: text,
      hostCode: text.optional(),
      message: text.optional(),
      hostReference: text.optional(),
      card: card.optional(),
      receipts: receipts.optional(),
      reversal,
    }),
    z.looseObject({ kind: z.literal("canceled"), by: z.enum(["shopper", "pos", "timeout"]), reversal }),
    z.looseObject({ kind: z.literal("failed"), code: z.enum(errorCodes), message: text, reversal }),
  ])
  .meta({ id: "Outcome" });

const question = z
  .looseObject({
    questionId: nameSchema,
    question: z.looseObject({ kind: questionKindSchema }),
    deadlineMs: z.int().min(0),
  })
  .meta({ id: "OpenQuestion" });

const operationKinds = z.enum([
  "sale",
  "authorize",
  "increment",
  "capture",
  "adjust",
  "refund",
  "void",
  "verify",
  "balance",
]);
const level = z.enum(["A", "B", "C", "D"]);

/** A payment. */
export const paymentViewSchema = z
  .looseObject({
    id: nameSchema,
    key: nameSchema,
    lane: nameSchema,
    kind: operationKinds,
    amount: money,
    state: z.enum(["accepted", "sent", "unknown", "parked", "final"]),
    outcome: outcome.optional(),
    recoveryLevel: level.optional(),
    attemptId: nameSchema.optional(),
    questions: z.array(question),
    acknowledged: z.boolean(),
    parked: z.looseObject({ reason: text, instruction: text, references: z.record(z.string(), text) }).optional(),
    createdAt: time,
    finalAt: time.optional(),
  })
  .meta({ id: "Payment" });

/** A lane. */
export const laneViewSchema = z
  .looseObject({
    lane: nameSchema,
    state: z.enum(["opening", "ready", "busy", "recovering", "lost", "failed"]),
    reason: text.optional(),
    device: text.optional(),
    gateway: text.optional(),
    currencies: z.union([z.literal("any"), z.array(text)]),
    operations: z.array(z.looseObject({ kind: operationKinds, support: text, recoveryLevel: level.optional() })),
    cancel: z.boolean(),
    partialApproval: z.boolean(),
    answerWithinMs: z.int(),
  })
  .meta({ id: "Lane" });

const eventBody = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.enum([
      "accepted",
      "sent",
      "online-answered",
      "reversing",
      "reversed",
      "parked",
      "canceling",
      "card-removed",
    ]),
  }),
  z.looseObject({ type: z.enum(["completed", "resolved"]), payment: paymentViewSchema }),
  z.looseObject({ type: z.literal("unknown"), message: text }),
  z.looseObject({ type: z.literal("prompt"), promptId: z.enum(promptIds) }),
  z.looseObject({ type: z.literal("terminal-text"), text }),
  z.looseObject({ type: z.literal("card-presented"), card }),
  z.looseObject({ type: z.literal("print"), copy: z.enum(["merchant", "customer"]), lines: receiptLines }),
  z.looseObject({ type: z.literal("question"), question }),
  z.looseObject({
    type: z.literal("question-closed"),
    questionId: nameSchema,
    by: z.enum(["answer", "default", "payment"]),
  }),
]);

/** An event of a payment. */
export const paymentEventSchema = z
  .looseObject({
    key: nameSchema,
    lane: nameSchema,
    seq: z.int().min(1).describe("Rises within the lane; never used twice, across restarts too."),
    at: time,
    body: eventBody,
  })
  .meta({ id: "PaymentEvent" });

const payment = z.looseObject({ payment: paymentViewSchema });

const bridgeState = z.enum(["running", "stopping", "failed"]);

/** The result of each method. */
export const resultSchemas = {
  "session.open": z.looseObject({
    sessionId: nameSchema,
    version: z.int(),
    openPayments: z.array(paymentViewSchema),
    lanes: z.array(laneViewSchema),
  }),
  "payment.sale": payment,
  "payment.cancel": z.looseObject({ cancel: z.enum(["canceling", "too-late", "nothing-to-cancel"]) }),
  "payment.get": payment,
  "payment.watch": payment.extend({ events: z.array(paymentEventSchema), gap: z.boolean() }),
  "payment.answer": z.looseObject({ accepted: z.literal(true) }),
  "payment.acknowledge": payment,
  "payment.close": z.looseObject({ closed: z.boolean(), payment: paymentViewSchema.optional() }),
  "lane.list": z.looseObject({ lanes: z.array(laneViewSchema) }),
  "lane.status": z.looseObject({ lane: laneViewSchema }),
  "bridge.status": z.looseObject({
    state: bridgeState,
    version: text,
    mode: z.enum(["demo", "live"]),
    startedAt: time,
    lanes: z.array(laneViewSchema),
    openPayments: z.int().min(0),
    parkedPayments: z.int().min(0),
    undeliveredPayments: z.int().min(0),
  }),
};

/** What each notification carries. */
export const notificationSchemas = {
  "bridge.hello": z.looseObject({
    versions: z.looseObject({ min: z.int(), max: z.int() }),
    bridge: z.looseObject({ version: text, mode: z.enum(["demo", "live"]), keyId: text }),
    limits: z.looseObject({
      messageBytes: z.int(),
      requestsInFlight: z.int(),
      connections: z.int(),
      handshakeMs: z.int(),
      idleMs: z.int(),
      queuedBytes: z.int(),
    }),
    nonce: text,
  }),
  "payment.event": paymentEventSchema,
  "lane.event": z.looseObject({ lane: laneViewSchema }),
  "bridge.event": z.looseObject({ state: bridgeState, message: text }),
};

/** An error, as it travels. */
export const errorMessageSchema = z.looseObject({
  code: z.int(),
  message: text,
  data: z.looseObject({ code: z.enum(errorCodes), effect: z.enum(["none", "possible"]), retry: z.boolean() }),
});
