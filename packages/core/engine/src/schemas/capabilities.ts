/** Schemas of what a terminal can do, and of what can be done when no answer comes. */
import { z } from "zod";
import type { AmountPart, OperationSupport, PaymentKind, Recovery, TerminalCapabilities } from "@tillwire/plugin-api";
import { cardEntrySchema } from "./card.ts";
import { currencySchema } from "./money.ts";
import { questionKindSchema } from "./questions.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { durationMsSchema, LIST_LENGTH_MAX } from "./text.ts";

const horizon = { horizonMs: durationMsSchema, refusesLateArrival: z.boolean() };

export const recoverySchema = z.discriminatedUnion("level", [
  z.strictObject({ level: z.literal("A"), windowMs: durationMsSchema, ...horizon }),
  z.strictObject({ level: z.enum(["B", "C", "D"]), ...horizon }),
]);

export const operationSupportSchema = z.discriminatedUnion("support", [
  z.strictObject({ support: z.literal("unsupported") }),
  z.strictObject({ support: z.enum(["native", "with-card", "last-only"]), recovery: recoverySchema }),
]);

const paymentKinds = [
  "sale",
  "authorize",
  "increment",
  "capture",
  "adjust",
  "refund",
  "void",
  "verify",
  "balance",
] as const;

export const paymentKindSchema = z.enum(paymentKinds);

const terminalOperationSchema = z.enum([...paymentKinds, "reverse", "totals", "batch-close", "print"]);

export const amountPartSchema = z.enum(["tip", "tax", "cashback", "surcharge"]);

export const terminalCapabilitiesSchema = z.strictObject({
  operations: z.partialRecord(terminalOperationSchema, operationSupportSchema),
  entries: z.array(cardEntrySchema).max(LIST_LENGTH_MAX).readonly(),
  currencies: z.union([z.literal("any"), z.array(currencySchema).max(LIST_LENGTH_MAX).readonly()]),
  cancel: z.boolean(),
  partialApproval: z.boolean(),
  tipOnDevice: z.boolean(),
  amountParts: z.array(amountPartSchema).max(LIST_LENGTH_MAX).readonly(),
  receipts: z.enum(["terminal", "pos", "none"]),
  questions: z.array(questionKindSchema).max(LIST_LENGTH_MAX).readonly(),
});

proves<Same<z.infer<typeof recoverySchema>, Recovery>>();
proves<Same<z.infer<typeof paymentKindSchema>, PaymentKind>>();
proves<Same<z.infer<typeof amountPartSchema>, AmountPart>>();
proves<Same<z.infer<typeof operationSupportSchema>, OperationSupport>>();
proves<Same<z.infer<typeof terminalCapabilitiesSchema>, TerminalCapabilities>>();
