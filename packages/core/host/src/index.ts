/**
 * `@tillwire/host`: runs the engine. Loads plugins and links, owns clock, randomness and logs. A library: a program can
 * embed a bridge with it.
 *
 * @packageDocumentation
 */
export { createBridge } from "./bridge.ts";
export type { Bridge } from "./bridge.ts";
export { systemClock, systemRandom } from "./clock.ts";
export { laneDefaults } from "./options.ts";
export type { BridgeOptions, LaneOptions, LinkChoice, ListenOptions, PluginChoice } from "./options.ts";
