/** Schemas of what is asked of a terminal, and of its answers. */
import { z } from "zod";
import type {
  AttemptRequest,
  LookupRequest,
  LookupResult,
  ReverseRequest,
  ReverseResult,
  SettleRequest,
  TerminalRequest,
} from "@tillwire/plugin-api";
import { amountMinorSchema, currencySchema, moneySchema } from "./money.ts";
import { paymentKindSchema } from "./capabilities.ts";
import { attemptOutcomeSchema } from "./outcome.ts";
import { referencesSchema } from "./references.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { attemptIdSchema, errorCodeSchema, nameSchema, textSchema } from "./text.ts";

const attempt = { attemptId: attemptIdSchema, references: referencesSchema };

export const attemptRequestSchema = z.strictObject(attempt);

export const originalAttemptSchema = z.strictObject({
  ...attempt,
  amount: moneySchema,
  hostReference: z.exactOptional(nameSchema),
  authorizationCode: z.exactOptional(nameSchema),
});

export const terminalRequestSchema = z.discriminatedUnion("operation", [
  z.strictObject({
    ...attempt,
    operation: z.enum(["sale", "authorize"]),
    amount: moneySchema,
    tipMinor: z.exactOptional(amountMinorSchema),
    taxMinor: z.exactOptional(amountMinorSchema),
    cashbackMinor: z.exactOptional(amountMinorSchema),
    partialApproval: z.boolean(),
  }),
  z.strictObject({
    ...attempt,
    operation: z.literal("refund"),
    amount: moneySchema,
    original: z.exactOptional(originalAttemptSchema),
  }),
  z.strictObject({
    ...attempt,
    operation: z.enum(["increment", "capture", "adjust", "void"]),
    amount: moneySchema,
    original: originalAttemptSchema,
  }),
  z.strictObject({ ...attempt, operation: z.enum(["verify", "balance"]), currency: currencySchema }),
]);

export const lookupRequestSchema = z.strictObject({ ...attempt, operation: paymentKindSchema, amount: moneySchema });

export const lookupResultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("found"), outcome: attemptOutcomeSchema }),
  z.strictObject({ kind: z.literal("in-progress") }),
  z.strictObject({ kind: z.literal("not-found") }),
  z.strictObject({
    kind: z.literal("last-is-other"),
    references: z.exactOptional(referencesSchema),
    reason: textSchema,
  }),
  z.strictObject({ kind: z.literal("cannot"), reason: textSchema }),
]);

export const reversalReasonSchema = z.enum([
  "canceled",
  "no-answer",
  "mismatch",
  "partial-refused",
  "not-wanted",
  "not-confirmed",
  "signature-refused",
  "card-refused",
]);

export const reverseRequestSchema = z.strictObject({
  ...attempt,
  amount: moneySchema,
  hostReference: z.exactOptional(nameSchema),
  reason: reversalReasonSchema,
});

export const reverseResultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("done"), hostReference: z.exactOptional(nameSchema) }),
  z.strictObject({ kind: z.literal("not-found") }),
  z.strictObject({ kind: z.literal("refused"), reason: textSchema }),
  z.strictObject({ kind: z.literal("unknown"), code: errorCodeSchema, message: textSchema }),
]);

export const settleRequestSchema = z.strictObject({ references: referencesSchema, outcome: attemptOutcomeSchema });

export const settleVerdictSchema = z.enum(["keep", "undo"]);

proves<Same<z.infer<typeof attemptRequestSchema>, AttemptRequest>>();
proves<Same<z.infer<typeof terminalRequestSchema>, TerminalRequest>>();
proves<Same<z.infer<typeof lookupRequestSchema>, LookupRequest>>();
proves<Same<z.infer<typeof lookupResultSchema>, LookupResult>>();
proves<Same<z.infer<typeof reverseRequestSchema>, ReverseRequest>>();
proves<Same<z.infer<typeof reverseResultSchema>, ReverseResult>>();
proves<Same<z.infer<typeof settleRequestSchema>, SettleRequest>>();
