/** From the journal to the state: takes every lane's stream over, verifies it and folds its records. */
import type { Journal, LaneId } from "@tillwire/plugin-api";
import { laneId, TillwireError } from "@tillwire/plugin-api";
import {
  applyRecord,
  changedLanes,
  decodeRecord,
  initialState,
  skipReservedNumbers,
  unattendedLanes,
} from "@tillwire/engine";
import type { EngineState, LaneConfig } from "@tillwire/engine";

/** A state and the streams that it may go on writing. */
export interface Recovered {
  readonly state: EngineState;
  readonly streams: ReadonlyMap<LaneId, { readonly generation: number; readonly lastIndex: number }>;
  readonly recordCount: number;
}

/** Reads everything. Rejects with `SETTINGS_INVALID` when a lane with open payments is not configured any more, or otherwise. */
export async function recoverState(journal: Journal, configs: readonly LaneConfig[]): Promise<Recovered> {
  const streams = new Map<LaneId, { generation: number; lastIndex: number }>();
  let state = initialState(configs);
  let recordCount = 0;
  // Lanes that are not configured any more are owned too: their outcomes may still be acknowledged.
  const names = new Set([...configs.map(({ lane }) => lane), ...(await journal.streams()).map((name) => laneId(name))]);
  for (const lane of names) {
    streams.set(lane, await journal.own(lane));
    for await (const entry of journal.read(lane, 0)) {
      state = applyRecord(state, { lane, atMs: entry.at, record: decodeRecord(entry) });
      recordCount += 1;
    }
  }
  refuse(unattendedLanes(state), "which the configuration does not name any more. Configure it until they are settled");
  refuse(
    changedLanes(state),
    "which had the other kind of device: a terminal, or a reader with a gateway. Configure that until they are settled",
  );
  return { state: skipReservedNumbers(state), streams, recordCount };
}

function refuse(lanes: readonly LaneId[], what: string): void {
  if (lanes.length === 0) return;
  const message = `The journal has open payments of ${lanes.join(", ")}, ${what}.`;
  throw new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}
