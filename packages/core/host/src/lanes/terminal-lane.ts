/** A lane with a terminal. What the terminal asks on its own (settle, a question to the POS) waits for the engine's answer. */
import type { LaneId, SettleVerdict } from "@tillwire/plugin-api";
import { supervise } from "../devices/supervisor.ts";
import { createPending } from "../pending.ts";
import { onceName } from "../pipeline.ts";
import type { TerminalRole } from "../runners/roles/terminal.ts";
import type { PluginRunner } from "../runners/runner.ts";
import { notForThisLane } from "./lane.ts";
import type { LaneSurroundings, OpenLane } from "./lane.ts";
import { createQuestions, stopped } from "./questions.ts";
import { createTerminalCalls } from "./terminal-calls.ts";

/** Starts to reach the terminal. */
export function openTerminalLane(
  lane: LaneId,
  runner: PluginRunner<TerminalRole>,
  { dispatch, ...around }: LaneSurroundings,
): OpenLane {
  const settlements = createPending<SettleVerdict>(stopped);
  const questions = createQuestions(lane, dispatch);
  const terminal = supervise({
    ...around,
    runner,
    handlers: {
      ...questions.handlers,
      settle(request) {
        const settleId = onceName();
        return settlements.wait(settleId, () => dispatch({ type: "settle-asked", lane, settleId, request }));
      },
    },
    onReady: (capabilities) => dispatch({ type: "device-ready", lane, capabilities }),
    onLost: (error) => dispatch({ type: "device-lost", lane, error }),
  });
  const calls = createTerminalCalls({ terminal, clock: around.clock, dispatch });
  return {
    perform(effect) {
      switch (effect.type) {
        case "settle":
          settlements.resolve(effect.settleId, effect.verdict);
          break;
        case "answer-question":
          questions.resolve(effect.questionId, effect.answer);
          break;
        case "execute":
        case "give-up":
        case "cancel":
        case "look-up":
        case "reverse":
          calls.perform(effect);
          break;
        case "permit-send":
          break; // one of another lane's
        case "read-card":
        case "finish-card":
        case "abandon-card":
        case "ask-gateway":
          throw notForThisLane(effect, lane);
      }
    },
    async [Symbol.asyncDispose]() {
      calls[Symbol.dispose]();
      settlements.rejectAll();
      questions[Symbol.dispose]();
      await terminal[Symbol.asyncDispose]();
    },
  };
}
