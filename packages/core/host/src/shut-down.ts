/** The end of a bridge, wanted or not: everybody is told, what was decided is written, then all parts are taken down. */
import type { Clock, ErrorData, Logger } from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Disposables } from "./disposables.ts";
import type { EventHub } from "./event-hub.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Sessions } from "./sessions.ts";

/** How long a payment that is running may still take; what is not done by then is taken up at the next start. */
const finishWithinMs = 5_000;
/** How long a disk that does not answer is waited for. What it did not take by then the next start does without. */
const writeWithinMs = 5_000;
/** How long all parts together may take to close; each has a shorter bound of its own. */
const closeWithinMs = 15_000;
/** How often it is looked whether the devices are idle. */
const lookEveryMs = 50;

/** What is taken down. */
export interface Ending {
  readonly pipeline: Pipeline;
  readonly parts: Disposables;
  readonly sessions: Sessions;
  readonly hub: EventHub;
  readonly clock: Clock;
  readonly log: Logger;
  /** Why, when it was not wanted: nothing more is written then. */
  readonly error?: ErrorData;
}

/** Stops everything. Never rejects: what goes wrong on the way is logged. */
export async function shutDown(ending: Ending): Promise<void> {
  const { parts, sessions, hub, log, error } = ending;
  if (error) {
    log.error("bridge-failed", { code: error.code, message: error.message });
    hub.publish({ type: "bridge.event", state: "failed", message: error.message });
    sessions.failAll(error);
  } else {
    log.info("bridge-stopping");
    hub.publish({ type: "bridge.event", state: "stopping", message: "The bridge is stopping." });
    await finishRunning(ending);
    sessions.failAll(errorData(new TillwireError("BRIDGE_STOPPING", { message: stoppedMessage, effect: "possible" })));
  }
  try {
    const closed = await within(ending, closeWithinMs, parts[Symbol.asyncDispose]());
    if (!closed) log.error("stop-incomplete", { message: "A part of the bridge does not close." });
  } catch (thrown) {
    log.error("stop-incomplete", { message: errorData(thrown).message });
  }
  log.info("bridge-stopped");
}

/** Waits for something, but not for ever. False when the time was over first. */
async function within({ clock }: Ending, limitMs: number, done: PromiseLike<void>): Promise<boolean> {
  const finished = new AbortController();
  const late = clock.sleep(limitMs, finished.signal).then(
    () => false,
    () => true, // it was done before
  );
  try {
    return await Promise.race([done.then(() => true), late]);
  } finally {
    finished.abort();
  }
}

const stoppedMessage = "The bridge has stopped. Connect again and ask for the payment by its key.";

/** Lets a payment that is at the device come to its end, for a while; then everybody who waits is sent away. */
async function finishRunning(ending: Ending): Promise<void> {
  const { pipeline, clock, log } = ending;
  const deadlineMs = clock.monotonicMs() + finishWithinMs;
  const busy = (): boolean => [...pipeline.durable().lanes.values()].some(({ active }) => active !== undefined);
  pipeline.dispatch({ type: "stopping" });
  await within(ending, writeWithinMs, pipeline.idle());
  while (busy() && clock.monotonicMs() < deadlineMs) await clock.sleep(lookEveryMs);
  pipeline.dispatch({ type: "stop" });
  const written = await within(ending, writeWithinMs, pipeline.idle());
  if (!written) log.error("stop-incomplete", { message: "The journal does not answer." });
}
