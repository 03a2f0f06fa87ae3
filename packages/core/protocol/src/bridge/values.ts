/** The smallest parts of what the bridge sends. */
import { z } from "zod";
import { errorCatalog, prompts } from "@tillwire/plugin-api";
import type { AttemptId, ErrorCode, PromptId } from "@tillwire/plugin-api";
import { amountMinorSchema, currencySchema } from "../parts.ts";

const errorCodes = Object.keys(errorCatalog) as [ErrorCode]; // the catalog is not empty, and has no other keys
const promptIds = Object.keys(prompts) as [PromptId]; // as above

export const text = z.string();
export const count = z.int().min(0);
export const time = z.iso.datetime().describe("UTC time, ISO 8601 with milliseconds.");
export const errorCode = z
  .enum(errorCodes)
  .meta({ id: "ErrorCode", description: "A code of the error catalog. A newer bridge may have more." });
export const promptId = z
  .enum(promptIds)
  .meta({ id: "PromptId", description: "A prompt of the closed list. A newer bridge may have more." });
export const mode = z.enum(["demo", "live"]);
export const bridgeState = z.enum(["running", "stopping", "failed"]);
export const recoveryLevel = z.enum(["A", "B", "C", "D"]).meta({
  id: "RecoveryLevel",
  description: "What can be promised when no answer comes, by what the device or gateway can do.",
});

export const attemptId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .transform((name) => name as AttemptId) // the form has just been checked
  .describe("One try at moving money.");

export const paymentKind = z
  .enum(["sale", "authorize", "increment", "capture", "adjust", "refund", "void", "verify", "balance"])
  .meta({ id: "PaymentKind", description: "What the POS asked for." });

export const money = z.object({ amountMinor: amountMinorSchema, currency: currencySchema }).meta({ id: "Money" });
