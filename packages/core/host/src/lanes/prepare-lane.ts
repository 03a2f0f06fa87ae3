/** Loads the plugins of one lane: a terminal, or a reader and a gateway. What fails takes the others down again. */
import type { EmvParameterSet, LaneId } from "@tillwire/plugin-api";
import { emvParameterSetSchema } from "@tillwire/engine/schemas";
import { createDisposables } from "../disposables.ts";
import type { Disposables } from "../disposables.ts";
import { inPart } from "../options-error.ts";
import { laneDefaults } from "../options.ts";
import type { BridgeOptions, HostedChoice, LaneOptions, ReaderLaneOptions, TerminalLaneOptions } from "../options.ts";
import { refusal } from "../plugins/refusals.ts";
import { createRunner } from "../runners/create-runner.ts";
import { gatewayRole } from "../runners/roles/gateway.ts";
import { readerRole } from "../runners/roles/reader.ts";
import type { PluginIdentity, Role } from "../runners/roles/role.ts";
import { terminalRole } from "../runners/roles/terminal.ts";
import type { PluginRunner } from "../runners/runner.ts";
import { firstProblem } from "../runners/senseless.ts";
import type { Lent } from "./index.ts";
import type { PreparedLane } from "./lane.ts";
import { openReaderLane } from "./reader-lane.ts";
import { openTerminalLane } from "./terminal-lane.ts";

/** The lane, by its name. */
export interface NamedLane extends Lent {
  readonly name: LaneId;
  readonly lane: LaneOptions;
}

/** Loads. Rejects when a plugin cannot be loaded, does not take its settings, or does not belong here. */
export async function prepareLane(options: BridgeOptions, { name, lane, ...lent }: NamedLane): Promise<PreparedLane> {
  await using undo = createDisposables();
  const { log, links, mode } = options;
  async function load<Kind extends Role>(role: Kind, choice: HostedChoice): Promise<PluginRunner<Kind>> {
    const part = { path: ["lanes", name, role.name], name: `Lane ${name}` }; // the same plugin may be named many times
    try {
      const runner = undo.use(await createRunner(role, choice, { ...lent, log, links }));
      if (mode === "demo" && role.subject === "device") refuseReal(runner.identity);
      return runner;
    } catch (thrown) {
      throw inPart(part, thrown);
    }
  }
  if ("terminal" in lane) {
    const runner = await load(terminalRole, lane.terminal);
    return terminalLane(name, lane, { runner, parts: undo.move() });
  }
  const reader = await load(readerRole, lane.reader);
  const gateway = await load(gatewayRole, lane.gateway);
  const { emvParameters } = lane;
  const parameters = emvParameters === undefined ? gateway.identity.parameters : checkedParameters(name, emvParameters);
  return readerLane(name, lane, { reader, gateway, parameters, parts: undo.move() });
}

function terminalLane(
  name: LaneId,
  { settings }: TerminalLaneOptions,
  { runner, parts }: { readonly runner: PluginRunner<typeof terminalRole>; readonly parts: Disposables },
): PreparedLane {
  return {
    config: { lane: name, device: runner.identity, settings: { ...laneDefaults, ...settings } },
    open: (around) => openTerminalLane(name, runner, around),
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}

function readerLane(
  name: LaneId,
  { settings }: ReaderLaneOptions,
  {
    reader,
    gateway,
    parameters,
    parts,
  }: {
    readonly reader: PluginRunner<typeof readerRole>;
    readonly gateway: PluginRunner<typeof gatewayRole>;
    readonly parameters: EmvParameterSet | undefined;
    readonly parts: Disposables;
  },
): PreparedLane {
  return {
    config: {
      lane: name,
      device: { ...reader.identity, references: [] },
      gateway: gateway.identity,
      settings: { ...laneDefaults, ...settings },
    },
    open: (around) => openReaderLane(name, { reader, gateway, parameters }, around),
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}

function checkedParameters(name: LaneId, value: unknown) {
  const parsed = emvParameterSetSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const what = firstProblem(parsed.error, { schema: emvParameterSetSchema, value, whole: "they" });
  const wrong = refusal("SETTINGS_INVALID", `EMV parameters: ${what}`, parsed.error);
  throw inPart({ path: ["lanes", name, "emvParameters"], name: `Lane ${name}` }, wrong);
}

/** A virtual device holds test cards only: with these no money moves, whatever host is asked. */
function refuseReal({ virtual, displayName }: PluginIdentity): void {
  if (virtual) return;
  throw refusal("SETTINGS_INVALID", `demo mode runs virtual devices only, and ${displayName} is a real one.`);
}
