/**
 * Keeps one plugin open: a terminal, a reader, a gateway's line. Opens it, tells when it is ready and when it is lost, and
 * opens it again for as long as it takes. Calls go through while it is ready and are refused without effect while it is
 * not. It decides nothing about payments, and leaves the runner to whoever made it.
 */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Clock, ErrorData, Logger, RandomBytes } from "@tillwire/plugin-api";
import { failure } from "../logs/logger.ts";
import type { CapabilitiesOf, Role } from "../runners/roles/role.ts";
import type { Callable, HostedSession, PluginRunner, RunnerHandlers } from "../runners/runner.ts";
import { backoffMs, backoffTimes, isHopeless } from "./backoff.ts";
import type { BackoffTimes } from "./backoff.ts";
import { openReady } from "./open-ready.ts";

/** Times of a supervisor. */
export interface SupervisorTimes extends BackoffTimes {
  /** What one try to open may take. */
  readonly openMs: number;
  /** What may be done on an open plugin before it is ready. */
  readonly prepareMs: number;
  /** After so long without a loss the next failure counts as the first. */
  readonly steadyMs: number;
  /** What running calls may still take after the device said that it is lost, before it is closed under them. */
  readonly drainMs: number;
}

/** The one default of each. */
const supervisorTimes: SupervisorTimes = {
  ...backoffTimes,
  openMs: 60_000, // a terminal that starts and registers with its host first
  prepareMs: 600_000, // readers on a serial line take minutes to take a whole parameter set
  steadyMs: 60_000, // longer than any terminal takes to start, fail and start again
  drainMs: 10_000, // the plugin knows already that its link is gone; it has only to say what it knows
};

/** A plugin that is kept open. Calls reject with `DEVICE_UNREACHABLE` and `effect: "none"` while it is not ready. */
export interface Supervised<Kind extends Role> extends Callable<Kind>, AsyncDisposable {
  /** What it can do, while it is ready. */
  readonly capabilities: CapabilitiesOf<Kind> | undefined;
}

/** What a supervisor is made of. */
export interface SupervisorOptions<Kind extends Role> {
  readonly runner: PluginRunner<Kind>;
  /** Get what the plugin asks and tells, except its own state: that is what `onReady` and `onLost` are for. */
  readonly handlers: Omit<RunnerHandlers, "exited">;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  /** What has to be done each time before it is ready. What it rejects with is why it is not. */
  readonly prepare?: (session: Callable<Kind>, signal: AbortSignal) => Promise<void>;
  /** It is open and prepared. Called after each loss again. */
  readonly onReady: (capabilities: CapabilitiesOf<Kind>) => void;
  /** It is not open: after it was lost, and after each failed try. Calls that were running have ended before. */
  readonly onLost: (error: ErrorData) => void;
  readonly times?: Partial<SupervisorTimes>;
}

/** Starts to keep a plugin open. Disposing ends that, within the bounds of the runner. */
export function supervise<Kind extends Role>(options: SupervisorOptions<Kind>): Supervised<Kind> {
  const { noun } = options.runner.role;
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  let open: HostedSession<Kind> | undefined;
  let lastError: ErrorData | undefined;

  const kept = keepOpen(options, stopping.signal, {
    running,
    opened: (session) => {
      open = session;
    },
    lost: (error) => {
      open = undefined;
      lastError = error;
    },
  });
  return {
    get capabilities() {
      return open?.capabilities;
    },
    call(method, request, signal) {
      if (open === undefined) return Promise.reject(unreachable(noun, lastError));
      const result = open.call(method, request, signal);
      running.add(result);
      const forget = (): boolean => running.delete(result);
      result.then(forget, forget);
      return result;
    },
    async [Symbol.asyncDispose]() {
      open = undefined;
      stopping.abort();
      await kept;
    },
  };
}

/** What the loop tells and needs to know. */
interface Kept<Kind extends Role> {
  readonly running: ReadonlySet<Promise<unknown>>;
  readonly opened: (session: HostedSession<Kind>) => void;
  readonly lost: (error: ErrorData) => void;
}

/** Opens, waits for the loss, waits a while, and again. Ends when `stop` is aborted, with the plugin closed. */
async function keepOpen<Kind extends Role>(
  options: SupervisorOptions<Kind>,
  stop: AbortSignal,
  kept: Kept<Kind>,
): Promise<void> {
  const { runner, clock, random, log, onLost } = options;
  const { subject } = runner.role;
  const times = { ...supervisorTimes, ...options.times };
  let failures = 0;
  while (!stop.aborted) {
    const { error, steady } = await openOnce(options, stop, { ...kept, times });
    if (stop.aborted) return;
    failures = steady ? 1 : failures + 1;
    const waitMs = backoffMs({ failures, code: error.code }, random, times);
    const { code, message } = error;
    log.warn(`${subject}-${isHopeless(code) ? "needs-attention" : "lost"}`, { code, message, failures, waitMs });
    onLost(error);
    await clock.sleep(waitMs, stop).catch(() => undefined); // stopped: the loop sees it
  }
}

interface Ended {
  readonly error: ErrorData;
  /** It was open for long: the next failure is the first of a new row. */
  readonly steady: boolean;
}

/** One life of the plugin, from the try to open it to its end. */
async function openOnce<Kind extends Role>(
  options: SupervisorOptions<Kind>,
  stop: AbortSignal,
  { times, running, opened, lost }: Kept<Kind> & { readonly times: SupervisorTimes },
): Promise<Ended> {
  const { clock, log, onReady } = options;
  const end = Promise.withResolvers<ErrorData>();
  const onStop = (): void => end.resolve(stopped());
  stop.addEventListener("abort", onStop, { once: true });
  let session: HostedSession<Kind>;
  try {
    session = await openReady(options, { handlers: handlersOf(options, end.resolve), end: end.promise, stop, times });
  } catch (thrown) {
    stop.removeEventListener("abort", onStop);
    log.debug("open-failed", failure(thrown));
    const error = errorData(thrown);
    lost(error);
    return { error, steady: false };
  }
  const openedMs = clock.monotonicMs();
  if (!stop.aborted) {
    opened(session);
    onReady(session.capabilities);
  }
  const error = await end.promise;
  stop.removeEventListener("abort", onStop);
  lost(error);
  const steady = clock.monotonicMs() - openedMs >= times.steadyMs;
  if (!stop.aborted) await drained(running, times.drainMs, { clock, stop });
  await session[Symbol.asyncDispose]();
  await Promise.allSettled(running);
  return { error, steady };
}

function handlersOf<Kind extends Role>(
  { handlers, log }: SupervisorOptions<Kind>,
  end: (error: ErrorData) => void,
): RunnerHandlers {
  return {
    ...handlers,
    exited: end,
    emit(event) {
      if (event.type === "device-ready") log.debug("device-says-ready");
      else if (event.type === "device-lost") end(lostByDevice(event.code, event.message));
      else handlers.emit(event);
    },
  };
}

/** Waits for running calls to end by themselves, for a while. */
async function drained(
  running: ReadonlySet<Promise<unknown>>,
  drainMs: number,
  { clock, stop }: { readonly clock: Clock; readonly stop: AbortSignal },
): Promise<void> {
  const ended = new AbortController();
  const calls = Promise.allSettled(running).then(() => ended.abort());
  const late = clock.sleep(drainMs, AbortSignal.any([ended.signal, stop])).catch(() => undefined); // ended, or stopped
  await Promise.race([calls, late]);
}

function lostByDevice(code: ErrorData["code"], message: string): ErrorData {
  return errorData(new TillwireError(code, { message, effect: "none" }));
}

function stopped(): ErrorData {
  return errorData(new TillwireError("BRIDGE_STOPPING", { message: "The bridge is stopping.", effect: "none" }));
}

function unreachable(noun: string, error: ErrorData | undefined): TillwireError {
  const why = error === undefined ? "it is being opened" : error.message;
  return new TillwireError("DEVICE_UNREACHABLE", {
    message: `The ${noun} is not open (${why}). Nothing was sent.`,
    effect: "none",
  });
}
