/**
 * `@tillwire/host`: runs the engine. Loads plugins and links, owns clock, randomness and logs. A library: a program can
 * embed a bridge with it.
 *
 * @packageDocumentation
 */
export { createBridge } from "./bridge.ts";
export type { Bridge } from "./bridge.ts";
export { systemClock, systemRandom } from "./clock.ts";
export { createLogger, logLevels } from "./logs/index.ts";
export type { HostLogger, LogLevel } from "./logs/index.ts";
export { defaultName, laneDefaults } from "./options.ts";
export type {
  BridgeOptions,
  HostedChoice,
  LaneOptions,
  LinkChoice,
  ListenOptions,
  PluginChoice,
  ReaderLaneOptions,
  TerminalLaneOptions,
} from "./options.ts";
export { inPart, OptionsError } from "./options-error.ts";
export type { OptionsPart, OptionsProblem } from "./options-error.ts";
export { resolvePlugin } from "./plugins/resolve.ts";
