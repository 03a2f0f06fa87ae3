/**
 * A lane's device: does the engine's device effects and tells the engine what came of them, whatever it is. What a
 * plugin asks on its own (settle, a question to the POS) waits here for the engine's answer.
 */
import type { Clock, LaneId, QuestionAnswer, SettleVerdict } from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Answered, AttemptRef, Effect, Input } from "@tillwire/engine";
import { onceName } from "./pipeline.ts";
import { createPending } from "./pending.ts";
import type { HostedTerminal, RunnerHandlers } from "./runners/runner.ts";

/** How long a terminal may take for a lookup, a reversal or a cancel before it is asked again. */
const inquiryTimeoutMs = 30_000;

/** Effects that are for a device. */
export type DeviceEffect = Extract<
  Effect,
  { readonly type: "execute" | "give-up" | "cancel" | "look-up" | "reverse" | "settle" | "answer-question" }
>;

/** What the device is called by; the capabilities are the engine's business. */
export type CallableTerminal = Pick<HostedTerminal, "execute" | "cancel" | "lookup" | "reverse">;

/** The device of one lane. */
export interface LaneDevice extends Disposable {
  readonly handlers: Omit<RunnerHandlers, "exited">;
  perform(effect: DeviceEffect, terminal: CallableTerminal): void;
}

/** What a lane's device is made of. */
export interface LaneDeviceOptions {
  readonly lane: LaneId;
  readonly clock: Clock;
  readonly dispatch: (input: Input) => void;
}

/** Makes the device of a lane. */
export function createLaneDevice({ lane, clock, dispatch }: LaneDeviceOptions): LaneDevice {
  const running = new Map<string, AbortController>();
  const settlements = createPending<SettleVerdict>(stopped);
  const questions = createPending<QuestionAnswer>(stopped);

  async function execute({ attempt, request }: Extract<DeviceEffect, { type: "execute" }>, terminal: CallableTerminal): Promise<void> {
    const controller = new AbortController();
    running.set(attempt.attemptId, controller);
    const answer = await answered(terminal.execute(request, controller.signal));
    running.delete(attempt.attemptId);
    dispatch({ type: "executed", attempt, answer });
  }

  async function inquire<Result>(call: (signal: AbortSignal) => Promise<Result>): Promise<Answered<Result>> {
    const [timeout, finished] = [new AbortController(), new AbortController()];
    clock.sleep(inquiryTimeoutMs, finished.signal).then(
      () => timeout.abort(),
      () => undefined, // the call was quicker
    );
    const answer = await answered(call(timeout.signal));
    finished.abort();
    return answer;
  }

  function perform(effect: DeviceEffect, terminal: CallableTerminal): void {
    switch (effect.type) {
      case "execute":
        void execute(effect, terminal);
        break;
      case "give-up":
        running.get(effect.attemptId)?.abort();
        break;
      case "cancel":
        // A wish: that it failed changes nothing, the payment's own answer comes anyway.
        void inquire((signal) => terminal.cancel(effect.request, signal));
        break;
      case "look-up":
        void report(inquire((signal) => terminal.lookup(effect.request, signal)), effect.attempt, "looked-up");
        break;
      case "reverse":
        void report(inquire((signal) => terminal.reverse(effect.request, signal)), effect.attempt, "reverse-answered");
        break;
      case "settle":
        settlements.resolve(effect.settleId, effect.verdict);
        break;
      case "answer-question":
        questions.resolve(effect.questionId, effect.answer);
        break;
    }
  }

  async function report<Type extends "looked-up" | "reverse-answered">(
    answer: Promise<Extract<Input, { type: Type }>["answer"]>,
    attempt: AttemptRef,
    type: Type,
  ): Promise<void> {
    // The answer has the type that belongs to the input's, which the compiler does not follow through the union.
    dispatch({ type, attempt, answer: await answer } as Extract<Input, { type: Type }>);
  }

  return {
    perform,
    handlers: {
      emit(event) {
        if (event.type === "device-ready" || event.type === "device-lost") return; // the supervisor's to tell
        dispatch({ type: "progress", lane, event });
      },
      settle(request) {
        const settleId = onceName();
        const verdict = settlements.wait(settleId);
        dispatch({ type: "settle-asked", lane, settleId, request });
        return verdict;
      },
      ask(attemptId, question) {
        const questionId = `qn_${onceName()}`;
        const answer = questions.wait(questionId);
        dispatch({ type: "asked", lane, questionId, attemptId, question });
        return answer;
      },
    },
    [Symbol.dispose]() {
      for (const controller of running.values()) controller.abort();
      settlements.rejectAll();
      questions.rejectAll();
    },
  };
}

async function answered<Result>(call: Promise<Result>): Promise<Answered<Result>> {
  try {
    return { result: await call };
  } catch (thrown) {
    return { error: errorData(thrown) };
  }
}

function stopped(): TillwireError {
  const message = "The bridge is stopping; nothing may be acknowledged any more.";
  return new TillwireError("BRIDGE_STOPPING", { message, effect: "possible" });
}

/** Is this an effect for a device? */
export function isDeviceEffect(effect: Effect): effect is DeviceEffect {
  switch (effect.type) {
    case "execute":
    case "give-up":
    case "cancel":
    case "look-up":
    case "reverse":
    case "settle":
    case "answer-question":
      return true;
    case "reply":
    case "reply-from-state":
    case "notify":
    case "start-timer":
    case "stop-timer":
      return false;
  }
}
