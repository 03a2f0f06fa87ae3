/** Schemas of what a device tells while it works, and of errors as data. */
import { z } from "zod";
import type { DeviceEvent, ErrorData, ProgressEvent } from "@tillwire/plugin-api";
import { cardSummarySchema } from "./card.ts";
import { receiptLinesSchema } from "./receipt.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { attemptIdSchema, errorCodeSchema, promptIdSchema, textSchema } from "./text.ts";

const progressEvents = [
  z.strictObject({ type: z.literal("prompt"), attemptId: attemptIdSchema, promptId: promptIdSchema }),
  z.strictObject({ type: z.literal("terminal-text"), attemptId: attemptIdSchema, text: textSchema }),
  z.strictObject({ type: z.literal("card-presented"), attemptId: attemptIdSchema, card: cardSummarySchema }),
  z.strictObject({ type: z.literal("card-removed"), attemptId: attemptIdSchema }),
  z.strictObject({
    type: z.literal("print"),
    attemptId: attemptIdSchema,
    copy: z.enum(["merchant", "customer"]),
    lines: receiptLinesSchema,
  }),
] as const;

export const progressEventSchema = z.discriminatedUnion("type", progressEvents);

export const deviceEventSchema = z.discriminatedUnion("type", [
  ...progressEvents,
  z.strictObject({ type: z.literal("device-ready") }),
  z.strictObject({ type: z.literal("device-lost"), code: errorCodeSchema, message: textSchema }),
]);

export const errorDataSchema = z.strictObject({
  code: errorCodeSchema,
  message: textSchema,
  effect: z.enum(["none", "possible"]),
  retry: z.boolean(),
});

proves<Same<z.infer<typeof progressEventSchema>, ProgressEvent>>();
proves<Same<z.infer<typeof deviceEventSchema>, DeviceEvent>>();
proves<Same<z.infer<typeof errorDataSchema>, ErrorData>>();
