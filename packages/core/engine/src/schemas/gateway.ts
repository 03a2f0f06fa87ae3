/** Schemas of what a gateway can do, of what it is asked, and of its answers. */
import { z } from "zod";
import type { GatewayCapabilities, GatewayInput, GatewayOutcome, JsonValue } from "@tillwire/plugin-api";
import { operationSupportSchema } from "./capabilities.ts";
import { cardDataSchema } from "./card-data.ts";
import { amountMinorSchema, currencySchema, moneySchema } from "./money.ts";
import { attemptOutcomeSchema } from "./outcome.ts";
import { hostAnswerSchema } from "./reader.ts";
import { referencesSchema } from "./references.ts";
import { lookupResultSchema, originalAttemptSchema, reversalReasonSchema, reverseResultSchema } from "./requests.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { attemptIdSchema, LIST_LENGTH_MAX, nameSchema } from "./text.ts";

/** A connector's state is references and a few fields of the request; the journal keeps it for every attempt. */
const STATE_LENGTH_MAX = 16_384;

const gatewayOperationSchema = z.enum([
  "authorize",
  "complete",
  "force",
  "capture",
  "increment",
  "adjust",
  "reverse",
  "void",
  "refund",
  "verify",
  "balance",
  "lookup",
  "advice",
  "token",
  "totals",
  "batch-close",
]);

export const gatewayCapabilitiesSchema = z.strictObject({
  operations: z.partialRecord(gatewayOperationSchema, operationSupportSchema),
  currencies: z.union([z.literal("any"), z.array(currencySchema).max(LIST_LENGTH_MAX).readonly()]),
  partialApproval: z.boolean(),
  reversalOrder: z.enum(["strict", "background"]),
});

const jsonSchema: z.ZodType<JsonValue> = z.json();

/** The state of a connector between two steps. */
export const gatewayStateSchema = jsonSchema.refine(
  (state) => JSON.stringify(state).length <= STATE_LENGTH_MAX,
  `At most ${STATE_LENGTH_MAX} characters of JSON`,
);

const attempt = { attemptId: attemptIdSchema, references: referencesSchema, atMs: z.int().min(0) };

/** What a gateway may be asked for: the operations that the engine knows so far. */
export const gatewayInputSchema = z.discriminatedUnion("operation", [
  z.strictObject({
    ...attempt,
    operation: z.literal("authorize"),
    amount: moneySchema,
    card: z.exactOptional(cardDataSchema),
    token: z.exactOptional(nameSchema),
    original: z.exactOptional(originalAttemptSchema),
    cashbackMinor: z.exactOptional(amountMinorSchema),
    tipMinor: z.exactOptional(amountMinorSchema),
    finality: z.enum(["final", "pre"]),
    partialApproval: z.boolean(),
    approvalCode: z.exactOptional(nameSchema),
  }),
  z.strictObject({
    ...attempt,
    operation: z.literal("reverse"),
    original: originalAttemptSchema,
    reason: reversalReasonSchema,
    originalState: gatewayStateSchema,
    repeat: z.int().min(0),
  }),
  z.strictObject({
    ...attempt,
    operation: z.literal("lookup"),
    original: originalAttemptSchema,
    originalState: gatewayStateSchema,
  }),
]);

/** What a gateway says in the end to one of these. */
export const gatewayOutcomeSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("attempt"),
    outcome: attemptOutcomeSchema,
    hostAnswer: z.exactOptional(hostAnswerSchema),
  }),
  z.strictObject({ kind: z.literal("lookup"), result: lookupResultSchema }),
  z.strictObject({ kind: z.literal("reverse"), result: reverseResultSchema }),
  z.strictObject({ kind: z.literal("session") }),
]);

type Authorize = Omit<Extract<GatewayInput, { readonly finality: unknown }>, "operation"> & {
  readonly operation: "authorize";
};
type Answered = Extract<GatewayOutcome, { readonly kind: "attempt" | "lookup" | "reverse" | "session" }>;
type Asked = Authorize | Extract<GatewayInput, { readonly operation: "reverse" | "lookup" }>;

proves<Same<z.infer<typeof gatewayCapabilitiesSchema>, GatewayCapabilities>>();
proves<Same<z.infer<typeof gatewayInputSchema>, Asked>>();
proves<Same<z.infer<typeof gatewayOutcomeSchema>, Answered>>();
