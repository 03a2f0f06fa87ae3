/**
 * Every bound on a hosted plugin, each with its reason. What a plugin does beyond them costs only its own device: it is
 * stopped, its calls end as errors, and the supervisor opens the device again.
 */

/** Bounds of a runner. */
export interface RunnerLimits {
  /** Import of a plugin with all that it imports, settings included. */
  readonly loadMs: number;
  /** What a plugin gets to end a call, or an open, after it was aborted. */
  readonly abortGraceMs: number;
  /** What a plugin gets to close its session. */
  readonly closeGraceMs: number;
  /** How often a worker is asked whether its event loop still turns. */
  readonly pingEveryMs: number;
  /** Unanswered pings in a row after which a worker counts as hung. */
  readonly pingsMissedMax: number;
  /** Calls to one terminal at the same time. */
  readonly callsMax: number;
  /** Questions, settlements and key operations that one plugin may have open at the same time. */
  readonly requestsMax: number;
  /** Events and requests a second that one plugin may send on average. */
  readonly eventsPerSecondMax: number;
  /** How many it may send at once: what waits in the queue between the threads. */
  readonly eventsBurstMax: number;
  /** Heap of a plugin's worker. */
  readonly workerHeapMb: number;
}

/** The one default of each bound. */
export const runnerLimits: RunnerLimits = {
  loadMs: 20_000, // a cold disk of a small till computer; a plugin that takes longer waits for something
  abortGraceMs: 5_000, // a terminal is asked to stop and says what became of the payment
  closeGraceMs: 2_000, // a good-bye on the wire and a closed socket
  pingEveryMs: 1_000, // costs nothing
  pingsMissedMax: 5, // longer than any honest computation of a plugin, shorter than a shopper's patience
  callsMax: 16, // one payment with its cancel and lookups; the engine has no use for more
  requestsMax: 16, // one payment asks one question at a time
  eventsPerSecondMax: 500, // terminals tell a few things a second; virtual ones in a benchmark some hundred
  eventsBurstMax: 500, // handled within a fraction of the 100 ms in which the bridge answers pings
  workerHeapMb: 128, // a plugin holds one payment; the largest receipts take kilobytes
};

/** Size of one message from a plugin, in UTF-16 units and bytes: four times the largest signature. */
export const MESSAGE_SIZE_MAX = 1024 * 1024;
/** Values in one message: receipts have a few thousand. */
export const MESSAGE_VALUES_MAX = 20_000;
/** Depth of one message: outcomes have six levels. */
export const MESSAGE_DEPTH_MAX = 20;
