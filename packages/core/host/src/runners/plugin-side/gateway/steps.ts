/**
 * Steps: asks a connector what to do next until it is done. Each step is copied into plain data and parsed; their number
 * is bounded, since a connector that never ends would hold a shopper for ever.
 */
import { gatewayOutcomeSchema, gatewayStateSchema } from "@tillwire/engine/schemas";
import { TillwireError } from "@tillwire/plugin-api";
import type { GatewayStepResult } from "@tillwire/plugin-api";
import { z } from "zod";
import { plainCopy } from "../../plain.ts";
import { firstProblem } from "../../senseless.ts";
import { gatewayLimits } from "./limits.ts";

const { stepsMax, waitMsMax } = gatewayLimits;

const waitSchema = z.int().min(0).max(waitMsMax);

const stepSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("send"),
    effect: z.enum(["moves-money", "safe"]),
    message: z.strictObject({
      shape: z.literal("stream"),
      bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, "Bytes"),
    }),
    timeoutMs: waitSchema,
    state: gatewayStateSchema,
  }),
  z.strictObject({ type: z.literal("wait"), durationMs: waitSchema, state: gatewayStateSchema }),
  z.strictObject({ type: z.literal("done"), outcome: gatewayOutcomeSchema }),
]);

type Step = z.infer<typeof stepSchema>;
/** What the host does for a connector. */
export type StepToDo = Exclude<Step, { readonly type: "done" }>;
/** How a connector ended. */
export type Outcome = Extract<Step, { readonly type: "done" }>["outcome"];

/** A connector's functions, and who does its steps. */
export interface Stepping {
  readonly first: () => unknown;
  readonly next: (state: StepToDo["state"], result: GatewayStepResult) => unknown;
  readonly carryOut: (step: StepToDo) => Promise<GatewayStepResult>;
}

/** Goes from step to step. Rejects with what the connector or `carryOut` throws, and with `ANSWER_INVALID`. */
export async function runSteps({ first, next, carryOut }: Stepping): Promise<Outcome> {
  let step = parsed(await first());
  for (let count = 0; count < stepsMax; count++) {
    if (step.type === "done") return step.outcome;
    const result = await carryOut(step);
    step = parsed(await next(step.state, result));
  }
  if (step.type === "done") return step.outcome;
  throw invalid(`did not end within ${stepsMax} steps`);
}

function parsed(value: unknown): Step {
  const plain = plainCopy(value);
  const step = stepSchema.safeParse(plain);
  if (step.success) return step.data;
  const what = firstProblem(step.error, { schema: stepSchema, value: plain, whole: "the step" });
  throw invalid(`took a step that makes no sense: ${what}`, step.error);
}

function invalid(what: string, cause?: unknown): TillwireError {
  const message = `The gateway's connector ${what}. The plugin has to be corrected.`;
  return new TillwireError("ANSWER_INVALID", { message, effect: "possible", cause });
}
