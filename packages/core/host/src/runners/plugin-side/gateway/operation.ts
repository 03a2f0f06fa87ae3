/**
 * One operation of a gateway, from its first step to its outcome. A message that moves money leaves only when the host
 * has permitted it, which it does once the attempt is durable. What the connector throws has the effect that it can have
 * had: none while nothing that moves money may have left, a doubt from then on.
 */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { GatewayInput, GatewayStepResult, JsonValue, Keystore } from "@tillwire/plugin-api";
import type { Clock, Logger } from "@tillwire/plugin-api";
import { failure } from "../../../logs/logger.ts";
import type { RequestOf } from "../../roles/role.ts";
import type { GatewayRole } from "../../roles/gateway.ts";
import { isBelievable } from "./believable.ts";
import { revealerOf } from "./card-secrets.ts";
import type { Reveals } from "./card-secrets.ts";
import type { StreamConnector } from "./connector.ts";
import type { Line } from "./line.ts";
import { runSteps } from "./steps.ts";
import type { Outcome, StepToDo } from "./steps.ts";

/** What is asked. */
export type Asked = RequestOf<GatewayRole, "operate">;

/** With what an operation is done. */
export interface OperationTools {
  readonly connector: StreamConnector;
  readonly line: Line;
  readonly keystore: Keystore;
  readonly clock: Clock;
  readonly log: Logger;
  /** May a message that moves money leave? The state is durable by then. */
  readonly permit: (state: JsonValue) => Promise<boolean>;
}

/** How far an operation has come. */
interface Progress {
  /** Any message may have left. */
  sent: boolean;
  /** A message that moves money may have left. */
  moved: boolean;
  inDoubt: boolean;
  answered: boolean;
}

/** Does it. Rejects with a TillwireError whose `effect` is about the whole operation. */
export async function operate(tools: OperationTools, input: Asked, signal: AbortSignal): Promise<Outcome> {
  const { connector, keystore, log } = tools;
  const reveals = revealerOf("card" in input ? input.card : undefined);
  const progress: Progress = { sent: false, moved: false, inDoubt: false, answered: false };
  try {
    const outcome = await runSteps({
      first: () => connector.begin(input satisfies GatewayInput, keystore),
      next: (state, result) => connector.next(state, result, keystore),
      carryOut: (step) => carryOut(step, { tools, signal, reveals, progress }),
    });
    if (reveals(outcome)) throw revealed("its outcome");
    if (!isBelievable(outcome, progress)) throw notHeard(outcome);
    if (!progress.sent) refuseDoubt(outcome);
    return outcome;
  } catch (thrown) {
    const told = reveals(failure(thrown)) ? revealed("an error") : thrown;
    if (!TillwireError.is(told)) log.error("plugin-threw", { method: "operate", ...failure(told) });
    throw withEffect(told, progress);
  }
}

interface Way {
  readonly tools: OperationTools;
  readonly signal: AbortSignal;
  readonly reveals: Reveals;
  readonly progress: Progress;
}

async function carryOut(step: StepToDo, way: Way): Promise<GatewayStepResult> {
  const { tools, signal, progress } = way;
  if (step.type === "wait") {
    await tools.clock.sleep(step.durationMs, signal);
    return { type: "elapsed" };
  }
  const movesMoney = step.effect === "moves-money";
  if (movesMoney) await assertPermitted(step.state, way);
  const { timeoutMs, message } = step;
  const result = await tools.line.exchange(message.bytes, { timeoutMs, signal });
  const answered = result.type === "answer";
  const left = answered || result.type === "elapsed" || result.left === "maybe";
  progress.sent ||= left;
  progress.moved ||= movesMoney && left;
  progress.inDoubt = !answered && (progress.inDoubt || (movesMoney && left));
  progress.answered ||= answered;
  if (result.type === "aborted") throw aborted();
  return result;
}

async function assertPermitted(state: JsonValue, { tools, signal, reveals }: Way): Promise<void> {
  if (reveals(state)) throw revealed("its state");
  if (!(await tools.permit(state)) || signal.aborted) throw aborted();
}

function withEffect(thrown: unknown, { moved }: Progress): TillwireError {
  const { code, message } = errorData(thrown);
  return new TillwireError(code, { message, effect: moved ? "possible" : "none", cause: thrown });
}

/** Where nothing has left there is no doubt. */
function refuseDoubt(outcome: Outcome): void {
  if (outcome.kind !== "attempt" || outcome.outcome.kind !== "unknown") return;
  const { code, message } = outcome.outcome;
  throw new TillwireError(code, { message, effect: "none" });
}

function aborted(): TillwireError {
  return new TillwireError("ABORTED", { message: "The operation was stopped on request.", effect: "possible" });
}

function revealed(where: string): TillwireError {
  const message = `The gateway's connector put encrypted card data into ${where}, which ends in journal and log. It was stopped, and has to be corrected.`;
  return new TillwireError("PLUGIN_FAILED", { message, effect: "possible" });
}

function notHeard({ kind }: Outcome): TillwireError {
  const message = `The gateway's connector tells the end of an operation (${kind}) that the payment host has not answered. It is not believed.`;
  return new TillwireError("ANSWER_INVALID", { message, effect: "possible" });
}
