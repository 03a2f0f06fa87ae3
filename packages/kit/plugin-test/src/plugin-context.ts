/** What the host lends every kind of plugin, made for tests: virtual time, seeded chance, and a record of the log. */
import { TillwireError } from "@tillwire/plugin-api";
import type { PluginContext } from "@tillwire/plugin-api";
import { createRecordingLogger } from "./recording-logger.ts";
import type { LogLine } from "./recording-logger.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/**
 * What a test lends. All of it may be left out.
 * @public
 */
export interface PluginContextOptions {
  /** One of its own when left out. Share it with the links, so that both are in the same time. */
  readonly clock?: VirtualClock;
  /** For the random bytes; a 32-bit integer. 1 when left out. */
  readonly seed?: number;
}

/**
 * A context and what was done with it. With `dataFolder` beside it, it is a journal's; with `bridge` and `serve`, a
 * platform's.
 * @public
 */
export interface TestPluginContext extends PluginContext {
  /** Moves only when the test says so. */
  readonly clock: VirtualClock;
  /** Everything that was logged, in order. */
  readonly logLines: readonly LogLine[];
  /** The bridge stops: aborts `signal`. */
  stop(): void;
}

/**
 * Makes a context.
 * @public
 */
export function createPluginContext(options: PluginContextOptions = {}): TestPluginContext {
  const stopping = new AbortController();
  const log = createRecordingLogger();
  return {
    signal: stopping.signal,
    clock: options.clock ?? createVirtualClock(),
    log,
    logLines: log.lines,
    random: createSeededRandom(options.seed ?? 1),
    stop: () => stopping.abort(bridgeStopping()),
  };
}

/** What a context says once the bridge stops. */
export function bridgeStopping(): TillwireError {
  return new TillwireError("BRIDGE_STOPPING", { message: "The bridge is stopping.", effect: "none" });
}
