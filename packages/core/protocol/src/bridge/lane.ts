/** Lanes. */
import { z } from "zod";
import { laneSchema } from "../parts.ts";
import { count, paymentKind, recoveryLevel, text } from "./values.ts";

/**
 * A lane.
 * @public
 */
export const laneViewSchema = z
  .object({
    lane: laneSchema,
    state: z
      .enum(["opening", "ready", "busy", "recovering", "paused", "lost", "failed"])
      .describe(
        "`recovering`: an older payment has to be settled first. `paused`: no new payments, the bridge's disk is nearly full. `lost`: the device does not answer.",
      ),
    reason: text.exactOptional().describe("Why it is not ready, in words for the shop."),
    device: text.exactOptional(),
    gateway: text.exactOptional(),
    currencies: z.union([z.literal("any"), z.array(text)]),
    operations: z.array(
      z.object({
        kind: paymentKind,
        support: z.enum(["native", "with-card", "last-only", "unsupported"]),
        recoveryLevel: recoveryLevel.exactOptional(),
      }),
    ),
    cancel: z.boolean().describe("Can a running payment be stopped?"),
    partialApproval: z.boolean().describe("May a sale ask for less to be approved?"),
    answerWithinMs: count.describe("After this time a money method answers with the state `unknown`."),
  })
  .meta({ id: "Lane" });
