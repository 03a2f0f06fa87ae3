/** Questions of a lane's device to the POS: they go through the engine, and wait here for the answer. */
import type { LaneId, QuestionAnswer } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import type { Input } from "@tillwire/engine";
import { createPending } from "../pending.ts";
import { onceName } from "../pipeline.ts";
import type { RunnerHandlers } from "../runners/runner.ts";

/** The questions of one device. Disposing rejects who waits. */
export interface Questions extends Disposable {
  /** What the device tells and asks, as handlers of its runner. */
  readonly handlers: Required<Pick<RunnerHandlers, "emit" | "ask">>;
  resolve(questionId: string, answer: QuestionAnswer): void;
}

/** Makes them. */
export function createQuestions(lane: LaneId, dispatch: (input: Input) => void): Questions {
  const waiting = createPending<QuestionAnswer>(stopped);
  return {
    handlers: {
      emit(event) {
        if (event.type === "device-ready" || event.type === "device-lost") return; // the supervisor's to tell
        dispatch({ type: "progress", lane, event });
      },
      ask(attemptId, question) {
        const questionId = `qn_${onceName()}`;
        return waiting.wait(questionId, () => dispatch({ type: "asked", lane, questionId, attemptId, question }));
      },
    },
    resolve: waiting.resolve,
    [Symbol.dispose]: waiting.rejectAll,
  };
}

/** The bridge stops: whoever asked gets no answer any more. */
export function stopped(): TillwireError {
  const message = "The bridge is stopping; nothing may be acknowledged any more.";
  return new TillwireError("BRIDGE_STOPPING", { message, effect: "possible" });
}
