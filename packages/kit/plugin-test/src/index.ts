/**
 * `@tillwire/plugin-test`: the test kit for plugins: virtual time, links in memory, and a context that records.
 *
 * @packageDocumentation
 */
export { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";
export { createVirtualTime, type VirtualTime } from "./virtual-time.ts";
export {
  createMemoryLinkPair,
  type LinkEnd,
  type MemoryLink,
  type MemoryLinkOptions,
  type MemoryLinkPair,
  type SentBytes,
} from "./memory-link-pair.ts";
export { createMemoryLinks, type MemoryLinks, type MemoryListener } from "./memory-links.ts";
export { createSeededRandom } from "./seeded-random.ts";
export { createRecordingLogger, type LogLine, type RecordingLogger } from "./recording-logger.ts";
export { createPluginContext, type PluginContextOptions, type TestPluginContext } from "./plugin-context.ts";
export { createDeviceContext, type DeviceContextOptions, type TestDeviceContext } from "./device-context.ts";
export { openTerminal, type OpenTerminalOptions, type TestTerminal } from "./open-terminal.ts";
