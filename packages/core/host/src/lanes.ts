/** The lanes with their devices: loaded and checked first, opened once the journal has been read. */
import type { Clock, LaneId, RandomBytes } from "@tillwire/plugin-api";
import { laneId, TillwireError } from "@tillwire/plugin-api";
import type { Input, LaneConfig } from "@tillwire/engine";
import { superviseTerminal } from "./devices/supervisor.ts";
import type { SupervisedTerminal } from "./devices/supervisor.ts";
import { createLaneDevice } from "./lane-device.ts";
import type { DeviceEffect, LaneDevice } from "./lane-device.ts";
import { inPart } from "./options-error.ts";
import { laneDefaults } from "./options.ts";
import type { BridgeOptions, LaneOptions } from "./options.ts";
import { createRunner } from "./runners/create-runner.ts";
import type { TerminalRunner } from "./runners/runner.ts";

/** All lanes of a bridge. Disposing ends the plugins. */
export interface Lanes extends AsyncDisposable {
  readonly configs: readonly LaneConfig[];
  /**
   * Starts to reach the devices; from here on they tell the engine what happens. Disposing the result closes them: what
   * their calls end with is still told, so the journal has to be open until then.
   */
  open(dispatch: (input: Input) => void): AsyncDisposable;
  perform(effect: DeviceEffect): void;
}

/** What the host lends to devices. */
export interface Lent {
  readonly clock: Clock;
  readonly random: RandomBytes;
}

interface Prepared {
  readonly config: LaneConfig;
  readonly runner: TerminalRunner;
}

interface Opened {
  readonly device: LaneDevice;
  readonly terminal: SupervisedTerminal;
}

/** Loads the plugins of all lanes and checks their settings. Nothing is connected yet. */
export async function prepareLanes(options: BridgeOptions, lent: Lent): Promise<Lanes> {
  const prepared = new Map<LaneId, Prepared>();
  for (const [name, lane] of Object.entries(options.lanes)) {
    prepared.set(laneId(name), await prepareLane(options, { ...lent, name: laneId(name), lane }));
  }
  const opened = new Map<LaneId, Opened>();
  return {
    configs: [...prepared.values()].map(({ config }) => config),
    open(dispatch) {
      for (const [lane, { runner }] of prepared) {
        opened.set(lane, openLane(runner, { lane, dispatch, log: options.log, ...lent }));
      }
      return { [Symbol.asyncDispose]: () => closeAll([...opened.values()]) };
    },
    perform(effect) {
      const names = "lane" in effect ? [effect.lane] : "attempt" in effect ? [effect.attempt.lane] : [...opened.keys()];
      for (const name of names) {
        const lane = opened.get(name);
        lane?.device.perform(effect, lane.terminal); // answers to a plugin's own questions find theirs by name
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...prepared.values()].map(({ runner }) => runner[Symbol.asyncDispose]()));
    },
  };
}

async function closeAll(opened: readonly Opened[]): Promise<void> {
  for (const { device } of opened) device[Symbol.dispose]();
  await Promise.all(opened.map(({ terminal }) => terminal[Symbol.asyncDispose]()));
}

async function prepareLane(
  options: BridgeOptions,
  { name, lane, clock, random }: Lent & { readonly name: LaneId; readonly lane: LaneOptions },
): Promise<Prepared> {
  const log = options.log;
  const around = { links: options.links, clock, random, log };
  const part = { path: ["lanes", name, "terminal"], name: `Lane ${name}` }; // the same plugin may be named many times
  const runner = await createRunner(lane.terminal, around).catch((thrown: unknown) => {
    throw inPart(part, thrown);
  });
  if (options.mode === "demo" && !runner.identity.virtual) {
    const message = `demo mode runs virtual devices only, and ${runner.identity.displayName} is a real one.`;
    throw inPart(part, new TillwireError("SETTINGS_INVALID", { message, effect: "none" }));
  }
  const settings = { ...laneDefaults, ...lane.settings };
  return { runner, config: { lane: name, device: runner.identity, settings } };
}

function openLane(
  runner: TerminalRunner,
  {
    lane,
    dispatch,
    log,
    clock,
    random,
  }: Lent & Pick<BridgeOptions, "log"> & { lane: LaneId; dispatch: (input: Input) => void },
): Opened {
  const device = createLaneDevice({ lane, clock, dispatch });
  const terminal = superviseTerminal({
    runner,
    handlers: device.handlers,
    clock,
    random,
    log,
    onReady: (capabilities) => dispatch({ type: "device-ready", lane, capabilities }),
    onLost: (error) => dispatch({ type: "device-lost", lane, error }),
  });
  return { device, terminal };
}
