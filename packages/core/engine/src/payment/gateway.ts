/** A gateway's answer, by what it was asked: an authorization, a lookup or a reversal of the same attempt. */
import type { ErrorData, GatewayOutcome, LookupResult, ReverseResult } from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import { liveOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Answered, AttemptRef } from "../inputs.ts";
import { onLookedUp } from "./find-out.ts";
import { onAuthorized } from "./reader/authorize.ts";
import { resumeLane } from "./resume.ts";
import { onReverseAnswered } from "./reversal.ts";

/** Takes the answer. */
export function onGatewayAnswered(draft: Draft, attempt: AttemptRef, answer: Answered<GatewayOutcome>): void {
  const waitsFor = liveOf(draft, attempt)?.step.type;
  if (waitsFor === "authorizing") onAuthorized(draft, attempt, answer);
  else if (waitsFor === "looking") onLookedUp(draft, attempt, lookupIn(answer));
  else if (waitsFor === "reversing") onReverseAnswered(draft, attempt, reversalIn(answer));
  else return; // nobody waits for it any more
  resumeLane(draft, attempt.lane);
}

function lookupIn(answer: Answered<GatewayOutcome>): Answered<LookupResult> {
  if (!("result" in answer)) return answer;
  return answer.result.kind === "lookup" ? { result: answer.result.result } : { error: nonsense("a lookup") };
}

function reversalIn(answer: Answered<GatewayOutcome>): Answered<ReverseResult> {
  if (!("result" in answer)) return answer;
  return answer.result.kind === "reverse" ? { result: answer.result.result } : { error: nonsense("a reversal") };
}

function nonsense(asked: string): ErrorData {
  const message = `The gateway's answer to ${asked} is not one.`;
  return errorData(new TillwireError("ANSWER_INVALID", { message, effect: "possible" }));
}
