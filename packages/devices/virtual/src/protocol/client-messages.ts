/** Messages from the client (a bridge, or a POS of its own) to the terminal. */
import { z } from "zod";
import { VERSIONS_OFFERED_MAX } from "./limits.ts";
import { amountMinorSchema, countSchema, currencySchema, nameSchema, referenceSchema } from "./vocabulary.ts";

const reference = referenceSchema;

export const clientMessageSchema = z.discriminatedUnion("type", [
  /** Opens the session. The first message, and only the first. */
  z.strictObject({
    type: z.literal("hello"),
    versions: z.array(z.int().min(1).max(65_535)).min(1).max(VERSIONS_OFFERED_MAX).readonly(),
    client: nameSchema,
  }),
  z.strictObject({
    type: z.literal("sale"),
    reference,
    amountMinor: amountMinorSchema,
    currency: currencySchema,
    partialApproval: z.boolean(),
  }),
  /** Keeps an approval. */
  z.strictObject({ type: z.literal("commit"), reference }),
  /** Refuses an approval that is not committed. */
  z.strictObject({ type: z.literal("undo"), reference }),
  /** Asks the running transaction to stop. */
  z.strictObject({ type: z.literal("cancel"), reference }),
  /** What became of it? Level B. */
  z.strictObject({ type: z.literal("inquire"), reference }),
  /** What became of the last one? Level C. */
  z.strictObject({ type: z.literal("repeat-last") }),
  /** Undoes it, whatever became of it. Level B. */
  z.strictObject({ type: z.literal("reverse"), reference }),
  z.strictObject({ type: z.literal("ping"), count: countSchema }),
]);

export type ClientMessage = z.infer<typeof clientMessageSchema>;
export type SaleMessage = Extract<ClientMessage, { type: "sale" }>;
export type HelloMessage = Extract<ClientMessage, { type: "hello" }>;
