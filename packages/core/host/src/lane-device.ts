/**
 * A lane's device: does the engine's device effects and tells the engine what came of them, whatever it is. What a
 * plugin asks on its own (settle, a question to the POS) waits here for the engine's answer.
 */
import type { Clock, LaneId, QuestionAnswer, SettleVerdict } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import type { Effect, Input } from "@tillwire/engine";
import { createDeviceCalls } from "./device-calls.ts";
import type { CallableTerminal, DeviceCall } from "./device-calls.ts";
import { createPending } from "./pending.ts";
import { onceName } from "./pipeline.ts";
import type { RunnerHandlers } from "./runners/runner.ts";

/** Effects that are for a device. */
export type DeviceEffect = DeviceCall | Extract<Effect, { readonly type: "settle" | "answer-question" }>;

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
  const calls = createDeviceCalls({ clock, dispatch });
  const settlements = createPending<SettleVerdict>(stopped);
  const questions = createPending<QuestionAnswer>(stopped);
  return {
    perform(effect, terminal) {
      if (effect.type === "settle") settlements.resolve(effect.settleId, effect.verdict);
      else if (effect.type === "answer-question") questions.resolve(effect.questionId, effect.answer);
      else calls.perform(effect, terminal);
    },
    handlers: {
      emit(event) {
        if (event.type === "device-ready" || event.type === "device-lost") return; // the supervisor's to tell
        dispatch({ type: "progress", lane, event });
      },
      settle(request) {
        const settleId = onceName();
        return settlements.wait(settleId, () => dispatch({ type: "settle-asked", lane, settleId, request }));
      },
      ask(attemptId, question) {
        const questionId = `qn_${onceName()}`;
        return questions.wait(questionId, () => dispatch({ type: "asked", lane, questionId, attemptId, question }));
      },
    },
    [Symbol.dispose]() {
      calls[Symbol.dispose]();
      settlements.rejectAll();
      questions.rejectAll();
    },
  };
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
    case "read-card":
    case "finish-card":
    case "abandon-card":
    case "ask-gateway":
    case "permit-send":
    case "reply":
    case "reply-from-state":
    case "notify":
    case "start-timer":
    case "stop-timer":
      return false;
  }
}
