/** A lane for the rest of the host: does the engine's effects on its plugins, and tells the engine what came of them. */
import type { Clock, LaneId, Logger, RandomBytes } from "@tillwire/plugin-api";
import type { Effect, Input, LaneConfig } from "@tillwire/engine";
import { TillwireError } from "@tillwire/plugin-api";

/** Effects that are for a lane's plugins. */
export type LaneEffect = Exclude<
  Effect,
  { readonly type: "reply" | "reply-from-state" | "notify" | "start-timer" | "stop-timer" }
>;

/** What an open lane is given. */
export interface LaneSurroundings {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly dispatch: (input: Input) => void;
}

/** A lane whose plugins are loaded. Disposing ends them. */
export interface PreparedLane extends AsyncDisposable {
  readonly config: LaneConfig;
  /** Starts to reach the plugins. */
  open(around: LaneSurroundings): OpenLane;
}

/** A lane that works. Disposing aborts its calls and closes its plugins; what the calls end with is still told. */
export interface OpenLane extends AsyncDisposable {
  perform(effect: LaneEffect): void;
}

/** Is this an effect for a lane? */
export function isLaneEffect(effect: Effect): effect is LaneEffect {
  switch (effect.type) {
    case "execute":
    case "give-up":
    case "cancel":
    case "look-up":
    case "reverse":
    case "settle":
    case "answer-question":
    case "read-card":
    case "finish-card":
    case "abandon-card":
    case "ask-gateway":
    case "permit-send":
      return true;
    case "reply":
    case "reply-from-state":
    case "notify":
    case "start-timer":
    case "stop-timer":
      return false;
  }
}

/** The engine asks of a lane what its plugins are not for: a defect in the engine. */
export function notForThisLane({ type }: LaneEffect, lane: LaneId): TillwireError {
  return new TillwireError("INTERNAL", { message: `The lane ${lane} cannot do ${type}.`, effect: "possible" });
}
