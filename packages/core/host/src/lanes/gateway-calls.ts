/**
 * Operations at a gateway, and what came of each: always an answer to the engine. A message that moves money for a new
 * attempt waits here until the engine has written the attempt down; what undoes or asks about one that is written down
 * already does not.
 */
import type { Clock, GatewayOutcome } from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Answered, AttemptRef, Effect, GatewayRequest, Input } from "@tillwire/engine";
import { createPending } from "../pending.ts";
import { onceName } from "../pipeline.ts";
import type { GatewayRole } from "../runners/roles/gateway.ts";
import type { RequestOf } from "../runners/roles/role.ts";
import type { Callable, RunnerHandlers, SendAsked } from "../runners/runner.ts";
import { answered, answeredWithin } from "./answered.ts";
import type { HeldCard } from "./held-card.ts";
import { stopped } from "./questions.ts";

/** How long a lookup or a reversal may take, with all its messages, before it is tried again. */
const inquiryTimeoutMs = 120_000;

/** Effects for the gateway. */
export type GatewayCall = Extract<Effect, { readonly type: "ask-gateway" | "permit-send" | "give-up" }>;

/** Operations that are under way. Disposing aborts them. */
export interface GatewayCalls extends Disposable {
  readonly permitSend: NonNullable<RunnerHandlers["permitSend"]>;
  perform(call: GatewayCall, gateway: Callable<GatewayRole>): void;
}

/** What operations need. */
export interface GatewayCallsOptions {
  readonly card: HeldCard;
  readonly clock: Clock;
  readonly dispatch: (input: Input) => void;
}

/** An authorization that is under way. */
interface Authorizing {
  readonly attempt: AttemptRef;
  readonly stop: AbortController;
  /** A message that moves money was permitted to leave. */
  permitted: boolean;
}

/** Makes the caller of one gateway. */
export function createGatewayCalls({ card, clock, dispatch }: GatewayCallsOptions): GatewayCalls {
  const authorizing = new Map<string, Authorizing>();
  const permits = createPending<boolean>(stopped);
  const stop = new AbortController();
  const limit = { clock, limitMs: inquiryTimeoutMs, stop: stop.signal };

  async function authorize(
    attempt: AttemptRef,
    request: Extract<GatewayRequest, { operation: "authorize" }>,
    gateway: Callable<GatewayRole>,
  ): Promise<void> {
    const own: Authorizing = { attempt, stop: new AbortController(), permitted: false };
    authorizing.set(attempt.attemptId, own);
    const answer = await answered(operate(request, gateway, own.stop.signal));
    authorizing.delete(attempt.attemptId);
    dispatch({ type: "gateway-answered", attempt, answer: own.permitted ? answer : withoutEffect(answer) });
  }

  function operate(
    request: Extract<GatewayRequest, { operation: "authorize" }>,
    gateway: Callable<GatewayRole>,
    signal: AbortSignal,
  ): Promise<GatewayOutcome> {
    const given = card.take(request.attemptId);
    if (given === undefined) return Promise.reject(noCard());
    return gateway.call("operate", { ...request, card: given }, signal);
  }

  async function inquire(
    attempt: AttemptRef,
    request: Exclude<RequestOf<GatewayRole, "operate">, { operation: "authorize" }>,
    gateway: Callable<GatewayRole>,
  ): Promise<void> {
    const answer = await answeredWithin((signal) => gateway.call("operate", request, signal), limit);
    dispatch({ type: "gateway-answered", attempt, answer });
  }

  async function permitSend({ attemptId, operation, state }: SendAsked): Promise<boolean> {
    if (operation !== "authorize") return true; // the reversal, or the attempt that is looked up, is durable already
    const own = authorizing.get(attemptId);
    if (own === undefined) return false; // it has ended, and nobody waits for it
    const { attempt } = own;
    const sendId = onceName();
    const permitted = await permits.wait(sendId, () => dispatch({ type: "send-asked", attempt, sendId, state }));
    own.permitted ||= permitted;
    return permitted;
  }

  return {
    permitSend,
    perform(call, gateway) {
      switch (call.type) {
        case "ask-gateway": {
          const { attempt, request } = call;
          if (request.operation === "authorize") void authorize(attempt, request, gateway);
          else void inquire(attempt, request, gateway);
          break;
        }
        case "permit-send":
          permits.resolve(call.sendId, call.permitted);
          break;
        case "give-up":
          authorizing.get(call.attemptId)?.stop.abort();
          break;
      }
    },
    [Symbol.dispose]() {
      stop.abort();
      permits.rejectAll();
      for (const { stop: own } of authorizing.values()) own.abort();
    },
  };
}

/** Nothing that moves money leaves without a permit: whatever went wrong before the first, nothing has left. */
function withoutEffect<Result>(answer: Answered<Result>): Answered<Result> {
  if ("result" in answer) return answer;
  const { code, message } = answer.error;
  return { error: errorData(new TillwireError(code, { message, effect: "none" })) };
}

function noCard(): TillwireError {
  const message = "The card's data is not there any more. Nothing was sent; read the card again.";
  return new TillwireError("INTERNAL", { message, effect: "none" });
}
