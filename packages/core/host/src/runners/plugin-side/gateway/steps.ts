/**
 * Steps: asks a connector what to do next until it is done. Each step is copied into plain data and parsed; their number
 * is bounded, since a connector that never ends would hold a shopper for ever.
 */
import { gatewayOutcomeSchema, gatewayStateSchema } from "@tillwire/engine/schemas";
import { TillwireError } from "@tillwire/plugin-api";
import type { GatewayStepResult } from "@tillwire/plugin-api";
import { z } from "zod";
import { plainCopy } from "../../plain.ts";
import { firstIssue } from "../../senseless.ts";

/** A request, some questions what became of it, and a reversal of the connector's own. */
const STEPS_MAX = 20;
/** Hosts answer within a minute, or not at all. */
const WAIT_MS_MAX = 120_000;

const waitSchema = z.int().min(0).max(WAIT_MS_MAX);

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
  for (let count = 0; count < STEPS_MAX; count++) {
    if (step.type === "done") return step.outcome;
    const result = await carryOut(step);
    step = parsed(await next(step.state, result));
  }
  if (step.type === "done") return step.outcome;
  throw invalid(`did not end within ${STEPS_MAX} steps`);
}

function parsed(value: unknown): Step {
  const step = stepSchema.safeParse(plainCopy(value));
  if (step.success) return step.data;
  throw invalid(`took a step that makes no sense (${firstIssue(step.error)})`, step.error);
}

function invalid(what: string, cause?: unknown): TillwireError {
  const message = `The gateway's connector ${what}. The plugin has to be corrected.`;
  return new TillwireError("ANSWER_INVALID", { message, effect: "possible", cause });
}
