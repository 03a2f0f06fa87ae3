/** What each method takes, as schemas. Unknown fields are refused by name, and everything is bounded. */
import { z } from "zod";
import type { PosCommand } from "@tillwire/plugin-api";
import {
  amountMinorSchema,
  answerSchema,
  laneSchema,
  moneySchema,
  nameSchema,
  nonceSchema,
  paymentIdSchema,
  paymentKeySchema,
  questionKindSchema,
  signatureSchema,
  timeSchema,
} from "./parts.ts";

/**
 * `session.open`: the first request of a connection.
 * @public
 */
export const sessionOpenSchema = z.strictObject({
  version: z.int().min(1).max(1_000).describe("A version from the range in bridge.hello."),
  pos: z.strictObject({
    name: nameSchema.describe("The POS application's name for itself."),
    version: nameSchema.exactOptional().describe("The POS application's own version."),
    asks: z
      .array(questionKindSchema)
      .max(questionKindSchema.options.length)
      .default([])
      .describe("Questions that it can put to a person; others take their default at once."),
    display: z.boolean().default(false).describe("Can it show texts to a person?"),
    print: z.boolean().default(false).describe("Can it print receipts?"),
  }),
  keyId: nameSchema.exactOptional().describe("Names the key that this POS is paired with. Not taken yet."),
  nonce: nonceSchema.exactOptional().describe("Random, fresh for this connection. Not taken yet."),
  signature: signatureSchema.exactOptional().describe("Over both nonces. Not taken yet."),
});

const key = paymentKeySchema;
const byKey = z.strictObject({ key });
const nothing = z.strictObject({});

/**
 * Every other method.
 * @public
 */
export const commandSchemas = {
  "payment.sale": z.strictObject({
    key,
    keyCreatedAt: timeSchema.describe("When the POS made the key."),
    lane: laneSchema,
    amount: moneySchema.describe("What is asked for, tax included, before tip and cashback."),
    tipMinor: amountMinorSchema.exactOptional().describe("On top of the amount."),
    taxMinor: amountMinorSchema.exactOptional().describe("The part of the amount that is tax."),
    cashbackMinor: amountMinorSchema.exactOptional().describe("On top of the amount, paid out in cash."),
    partialApproval: z.boolean().exactOptional().describe("May less be approved? The POS is then asked."),
    orderReference: nameSchema.exactOptional().describe("The shop's own words for it. Never sent to a device."),
  }),
  "payment.cancel": byKey,
  "payment.get": z.union([byKey, z.strictObject({ id: paymentIdSchema })]).describe("Either the key or the id."),
  "payment.watch": z.strictObject({
    key,
    afterSeq: z.int().min(0).describe("The number of the last event that was seen; 0 for all."),
  }),
  "payment.answer": z.strictObject({
    key,
    questionId: nameSchema.describe("As the question's event named it."),
    answer: answerSchema.describe("Of the question's kind; null stands for no, none, or as stated."),
  }),
  "payment.acknowledge": byKey,
  "payment.close": z.strictObject({ key, keyCreatedAt: timeSchema, lane: laneSchema }),
  "lane.list": nothing,
  "lane.status": z.strictObject({ lane: laneSchema }),
  "bridge.status": nothing,
} satisfies Record<PosCommand["type"], z.ZodType>;

/**
 * The name of a method that is a command to the engine.
 * @public
 */
export type CommandName = keyof typeof commandSchemas;

/** True for the name of a command. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commandSchemas, name);
}
