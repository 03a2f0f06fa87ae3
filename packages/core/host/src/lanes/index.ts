/** The lanes with their plugins: loaded and checked first, opened once the journal has been read. */
import type { Clock, LaneId, RandomBytes } from "@tillwire/plugin-api";
import { laneId } from "@tillwire/plugin-api";
import type { Input, LaneConfig } from "@tillwire/engine";
import { createDisposables } from "../disposables.ts";
import type { BridgeOptions } from "../options.ts";
import type { LaneEffect, OpenLane, PreparedLane } from "./lane.ts";
import { prepareLane } from "./prepare-lane.ts";

/** All lanes of a bridge. Disposing ends the plugins. */
export interface Lanes extends AsyncDisposable {
  readonly configs: readonly LaneConfig[];
  /**
   * Starts to reach the plugins; from here on they tell the engine what happens. Disposing the result closes them: what
   * their calls end with is still told, so the journal has to be open until then.
   */
  open(dispatch: (input: Input) => void): AsyncDisposable;
  perform(effect: LaneEffect): void;
}

/** What the host lends to plugins. */
export interface Lent {
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/**
 * Loads the plugins of all lanes and checks their settings. Nothing is connected yet. When one lane cannot be, the plugins
 * of the others are ended: a thread of one would keep the process that has no bridge to run.
 */
export async function prepareLanes(options: BridgeOptions, lent: Lent): Promise<Lanes> {
  await using undo = createDisposables();
  const { log } = options;
  const prepared = new Map<LaneId, PreparedLane>();
  for (const [text, lane] of Object.entries(options.lanes)) {
    const name = laneId(text);
    prepared.set(name, undo.use(await prepareLane(options, { ...lent, name, lane })));
  }
  undo.move();
  const opened = new Map<LaneId, OpenLane>();
  return {
    configs: [...prepared.values()].map(({ config }) => config),
    open(dispatch) {
      for (const [name, lane] of prepared) opened.set(name, lane.open({ ...lent, log, dispatch }));
      return { [Symbol.asyncDispose]: () => disposeAll(opened.values()) };
    },
    perform(effect) {
      const names = "lane" in effect ? [effect.lane] : "attempt" in effect ? [effect.attempt.lane] : [...opened.keys()];
      for (const name of names) opened.get(name)?.perform(effect); // answers to a plugin's own questions find theirs by name
    },
    [Symbol.asyncDispose]: () => disposeAll(prepared.values()),
  };
}

async function disposeAll(parts: Iterable<AsyncDisposable>): Promise<void> {
  await Promise.all([...parts].map((part) => part[Symbol.asyncDispose]()));
}
