/** A lane with a reader and a gateway. The card goes from the one to the other through memory; the engine knows of both. */
import type { EmvParameterSet, LaneId } from "@tillwire/plugin-api";
import { createParameterLoader } from "../devices/load-parameters.ts";
import { supervise } from "../devices/supervisor.ts";
import type { GatewayRole } from "../runners/roles/gateway.ts";
import type { ReaderRole } from "../runners/roles/reader.ts";
import type { PluginRunner } from "../runners/runner.ts";
import { createGatewayCalls } from "./gateway-calls.ts";
import { createHeldCard } from "./held-card.ts";
import { notForThisLane } from "./lane.ts";
import type { LaneSurroundings, OpenLane } from "./lane.ts";
import { createQuestions } from "./questions.ts";
import { createReaderCalls } from "./reader-calls.ts";

/** The plugins of the lane. */
export interface ReaderLaneRunners {
  readonly reader: PluginRunner<ReaderRole>;
  readonly gateway: PluginRunner<GatewayRole>;
  /** What the reader has to hold before it is ready. */
  readonly parameters: EmvParameterSet | undefined;
}

/** Starts to reach reader and gateway, each for itself. */
export function openReaderLane(lane: LaneId, runners: ReaderLaneRunners, around: LaneSurroundings): OpenLane {
  const { clock, dispatch, log } = around;
  const card = createHeldCard();
  const questions = createQuestions(lane, dispatch);
  const gatewayCalls = createGatewayCalls({ card, clock, dispatch });
  const reader = supervise({
    ...around,
    runner: runners.reader,
    handlers: questions.handlers,
    prepare: createParameterLoader(runners.parameters, log),
    onReady: (capabilities) => dispatch({ type: "reader-ready", lane, capabilities }),
    onLost: (error) => dispatch({ type: "device-lost", lane, error }),
  });
  const gateway = supervise({
    ...around,
    runner: runners.gateway,
    handlers: { emit: () => undefined, permitSend: gatewayCalls.permitSend },
    onReady: () => dispatch({ type: "gateway-ready", lane }),
    onLost: (error) => dispatch({ type: "gateway-lost", lane, error }),
  });
  const readerCalls = createReaderCalls({ reader, card, clock, dispatch });
  return {
    perform(effect) {
      switch (effect.type) {
        case "read-card":
        case "finish-card":
        case "abandon-card":
          readerCalls.perform(effect);
          break;
        case "ask-gateway":
        case "permit-send":
          gatewayCalls.perform(effect, gateway);
          break;
        case "give-up":
          readerCalls.perform(effect);
          gatewayCalls.perform(effect, gateway);
          break;
        case "answer-question":
          questions.resolve(effect.questionId, effect.answer);
          break;
        case "settle":
          break; // one of another lane's
        case "execute":
        case "cancel":
        case "look-up":
        case "reverse":
          throw notForThisLane(effect, lane);
      }
    },
    async [Symbol.asyncDispose]() {
      readerCalls[Symbol.dispose]();
      gatewayCalls[Symbol.dispose]();
      questions[Symbol.dispose]();
      await Promise.all([reader[Symbol.asyncDispose](), gateway[Symbol.asyncDispose]()]);
    },
  };
}
