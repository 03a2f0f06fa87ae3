/** Schemas of what platforms hand in: a platform translates a POS's words, and may itself be somebody else's code. */
import { z } from "zod";
import type { LaneId, PaymentId, PaymentKey, PosCommand, PosDescription } from "@tillwire/plugin-api";
import { amountMinorSchema, moneySchema } from "./money.ts";
import { questionAnswerSchema, questionKindSchema } from "./questions.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { nameSchema } from "./text.ts";

const key = z.custom<PaymentKey>((value) => typeof value === "string" && /^[A-Za-z0-9._:-]{8,64}$/.test(value));
const id = z.custom<PaymentId>((value) => typeof value === "string" && /^[A-Za-z0-9_-]{8,64}$/.test(value));
const lane = z.custom<LaneId>((value) => typeof value === "string" && /^[a-z0-9][a-z0-9-]{0,39}$/.test(value));
const keyCreatedAt = z.int().min(0);

/** Who a POS says that it is. */
export const posDescriptionSchema = z.strictObject({
  name: nameSchema,
  version: z.exactOptional(nameSchema),
  asks: z.array(questionKindSchema).max(20),
  display: z.boolean(),
  print: z.boolean(),
});

/** Any command. */
export const posCommandSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("payment.sale"),
    key,
    keyCreatedAt,
    lane,
    amount: moneySchema,
    tipMinor: z.exactOptional(amountMinorSchema),
    taxMinor: z.exactOptional(amountMinorSchema),
    cashbackMinor: z.exactOptional(amountMinorSchema),
    partialApproval: z.exactOptional(z.boolean()),
    orderReference: z.exactOptional(nameSchema),
  }),
  z.strictObject({ type: z.literal("payment.cancel"), key }),
  z.strictObject({
    type: z.literal("payment.get"),
    payment: z.union([z.strictObject({ key }), z.strictObject({ id })]),
  }),
  z.strictObject({ type: z.literal("payment.watch"), key, afterSeq: z.int().min(0) }),
  z.strictObject({ type: z.literal("payment.answer"), key, questionId: nameSchema, answer: questionAnswerSchema }),
  z.strictObject({ type: z.literal("payment.acknowledge"), key }),
  z.strictObject({ type: z.literal("payment.close"), key, keyCreatedAt, lane }),
  z.strictObject({ type: z.literal("lane.list") }),
  z.strictObject({ type: z.literal("lane.status"), lane }),
  z.strictObject({ type: z.literal("bridge.status") }),
]);

proves<Same<z.infer<typeof posDescriptionSchema>, PosDescription>>();
proves<Same<z.infer<typeof posCommandSchema>, PosCommand>>();
