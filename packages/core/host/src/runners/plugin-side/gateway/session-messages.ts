/**
 * Messages that keep a line alive: sign-on when it comes up, an echo when it was idle. They move no money. One that
 * fails ends the line, and nothing more: payments are asked about on the next one.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock, GatewayStepResult, JsonValue, RandomBytes } from "@tillwire/plugin-api";
import type { StreamConnector } from "./connector.ts";
import type { Line } from "./line.ts";
import { drawReferences } from "./draw-references.ts";
import { runSteps } from "./steps.ts";
import type { StepToDo } from "./steps.ts";

/** What session messages are sent with. */
export interface SessionTools {
  readonly connector: StreamConnector;
  readonly line: Line;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly signal: AbortSignal;
}

/** Says what the connector wants to say on a fresh line. Rejects when the host does not take it. */
export async function signOn(tools: SessionTools): Promise<void> {
  await say("open", tools);
}

/** Says what the connector wants to say on an idle line, until the line ends. */
export async function keepAlive(tools: SessionTools): Promise<void> {
  const { connector, line, clock, signal } = tools;
  const idleMs = connector.shape.session?.idleMs;
  if (idleMs === undefined) return;
  const ended = new AbortController();
  void line.ended.then(() => ended.abort());
  const stop = AbortSignal.any([signal, ended.signal]);
  try {
    while (!stop.aborted) {
      const dueMs = line.lastMessageMs + idleMs - clock.monotonicMs();
      if (dueMs > 0) await clock.sleep(dueMs, stop);
      else await say("idle", { ...tools, signal: stop });
    }
  } catch (thrown) {
    if (!stop.aborted) await line.close(unanswered(thrown));
  }
}

async function say(what: "open" | "idle", { connector, line, clock, random, signal }: SessionTools): Promise<void> {
  const { session } = connector.shape;
  if (session === undefined) return;
  const occasion = { references: drawReferences(connector.references, random), atMs: clock.nowMs() };
  const carryOut = async (step: StepToDo): Promise<GatewayStepResult> => {
    if (step.type === "wait") {
      await clock.sleep(step.durationMs, signal);
      return { type: "elapsed" };
    }
    if (step.effect === "moves-money") throw failed("PLUGIN_FAILED", "wants to move money in a session message");
    const result = await line.exchange(step.message.bytes, { timeoutMs: step.timeoutMs, signal });
    if (result.type === "aborted") throw failed("ABORTED", "was stopped on request");
    return result;
  };
  const next = (state: JsonValue, result: GatewayStepResult): unknown => session.next(state, result);
  const outcome = await runSteps({ first: () => session[what](occasion), next, carryOut });
  if (outcome.kind !== "session") throw failed("PLUGIN_FAILED", `ended with ${outcome.kind}`);
}

function failed(code: "PLUGIN_FAILED" | "ABORTED", what: string): TillwireError {
  return new TillwireError(code, { message: `The connector's session ${what}.`, effect: "none" });
}

function unanswered(thrown: unknown): TillwireError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `The payment host did not answer on an idle line: ${reason} The line is connected again by itself.`;
  return new TillwireError("LINK_LOST", { message, effect: "possible", cause: thrown });
}
