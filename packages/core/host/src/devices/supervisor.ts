/**
 * Keeps one terminal open. Opens it, tells when it is ready and when it is lost, and opens it again for as long as it
 * takes. Calls go through while it is open and are refused without effect while it is not. It decides nothing about
 * payments, and leaves the runner to whoever made it.
 */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Clock, ErrorData, Logger, RandomBytes, TerminalCapabilities } from "@tillwire/plugin-api";
import { failure } from "../logs/logger.ts";
import type { HostedTerminal, RunnerHandlers, TerminalRunner } from "../runners/runner.ts";
import { backoffMs, backoffTimes, isHopeless } from "./backoff.ts";
import type { BackoffTimes } from "./backoff.ts";

/** Times of a supervisor. */
export interface SupervisorTimes extends BackoffTimes {
  /** What one try to open may take. */
  readonly openMs: number;
  /** After so long without a loss the next failure counts as the first. */
  readonly steadyMs: number;
  /** What running calls may still take after the device said that it is lost, before it is closed under them. */
  readonly drainMs: number;
}

/** The one default of each. */
const supervisorTimes: SupervisorTimes = {
  ...backoffTimes,
  openMs: 60_000, // a terminal that starts and registers with its host first
  steadyMs: 60_000, // longer than any terminal takes to start, fail and start again
  drainMs: 10_000, // the plugin knows already that its link is gone; it has only to say what it knows
};

/** A terminal that is kept open. Calls reject with `DEVICE_UNREACHABLE` and `effect: "none"` while it is not. */
export interface SupervisedTerminal extends Omit<HostedTerminal, "capabilities"> {
  /** What it can do, while it is open. */
  readonly capabilities: TerminalCapabilities | undefined;
}

/** What a supervisor is made of. */
export interface SupervisorOptions {
  readonly runner: TerminalRunner;
  /** Get what the plugin asks and tells, except the device's own state: that is what `onReady` and `onLost` are for. */
  readonly handlers: Omit<RunnerHandlers, "exited">;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  /** The terminal is open. Called after each loss again. */
  readonly onReady: (capabilities: TerminalCapabilities) => void;
  /** The terminal is not open: after it was lost, and after each failed try. Calls that were running have ended before. */
  readonly onLost: (error: ErrorData) => void;
  readonly times?: Partial<SupervisorTimes>;
}

/** Starts to keep a terminal open. Disposing ends that, within the bounds of the runner. */
export function superviseTerminal(options: SupervisorOptions): SupervisedTerminal {
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  let open: HostedTerminal | undefined;
  let lastError: ErrorData | undefined;

  const kept = keepOpen(options, stopping.signal, {
    running,
    opened: (terminal) => {
      open = terminal;
    },
    lost: (error) => {
      open = undefined;
      lastError = error;
    },
  });
  function call<Result>(perform: (terminal: HostedTerminal) => Promise<Result>): Promise<Result> {
    if (open === undefined) return Promise.reject(unreachable(lastError));
    const result = perform(open);
    running.add(result);
    const forget = (): boolean => running.delete(result);
    result.then(forget, forget);
    return result;
  }
  return {
    get capabilities() {
      return open?.capabilities;
    },
    execute: (request, signal) => call((terminal) => terminal.execute(request, signal)),
    cancel: (request, signal) => call((terminal) => terminal.cancel(request, signal)),
    lookup: (request, signal) => call((terminal) => terminal.lookup(request, signal)),
    reverse: (request, signal) => call((terminal) => terminal.reverse(request, signal)),
    async [Symbol.asyncDispose]() {
      open = undefined;
      stopping.abort();
      await kept;
    },
  };
}

/** What the loop tells and needs to know. */
interface Kept {
  readonly running: ReadonlySet<Promise<unknown>>;
  readonly opened: (terminal: HostedTerminal) => void;
  readonly lost: (error: ErrorData) => void;
}

/** Opens, waits for the loss, waits a while, and again. Ends when `stop` is aborted, with the terminal closed. */
async function keepOpen(options: SupervisorOptions, stop: AbortSignal, kept: Kept): Promise<void> {
  const { clock, random, log, onLost } = options;
  const times = { ...supervisorTimes, ...options.times };
  let failures = 0;
  while (!stop.aborted) {
    const { error, steady } = await openOnce(options, stop, { ...kept, times });
    if (stop.aborted) return;
    failures = steady ? 1 : failures + 1;
    const waitMs = backoffMs({ failures, code: error.code }, random, times);
    const { code, message } = error;
    log.warn(isHopeless(code) ? "device-needs-attention" : "device-lost", { code, message, failures, waitMs });
    onLost(error);
    await clock.sleep(waitMs, stop).catch(() => undefined); // stopped: the loop sees it
  }
}

interface Ended {
  readonly error: ErrorData;
  /** It was open for long: the next failure is the first of a new row. */
  readonly steady: boolean;
}

/** One life of the terminal, from the try to open it to its end. */
async function openOnce(
  options: SupervisorOptions,
  stop: AbortSignal,
  { times, running, opened, lost }: Kept & { readonly times: SupervisorTimes },
): Promise<Ended> {
  const { runner, clock, log, onReady } = options;
  const end = Promise.withResolvers<ErrorData>();
  let terminal: HostedTerminal;
  try {
    terminal = await openWithin(runner, {
      handlers: handlersOf(options, end.resolve),
      clock,
      stop,
      openMs: times.openMs,
    });
  } catch (thrown) {
    log.debug("open-failed", failure(thrown));
    const error = errorData(thrown);
    lost(error);
    return { error, steady: false };
  }
  const openedMs = clock.monotonicMs();
  const onStop = (): void => end.resolve(stopped());
  stop.addEventListener("abort", onStop, { once: true });
  if (stop.aborted) onStop();
  else {
    opened(terminal);
    onReady(terminal.capabilities);
  }
  const error = await end.promise;
  stop.removeEventListener("abort", onStop);
  lost(error);
  const steady = clock.monotonicMs() - openedMs >= times.steadyMs;
  if (!stop.aborted) await drained(running, times.drainMs, { clock, stop });
  await terminal[Symbol.asyncDispose]();
  await Promise.allSettled(running);
  return { error, steady };
}

function handlersOf({ handlers, log }: SupervisorOptions, end: (error: ErrorData) => void): RunnerHandlers {
  return {
    ask: handlers.ask,
    settle: handlers.settle,
    exited: end,
    emit(event) {
      if (event.type === "device-ready") log.debug("device-says-ready");
      else if (event.type === "device-lost") end(lostByDevice(event.code, event.message));
      else handlers.emit(event);
    },
  };
}

interface OpenWithin {
  readonly handlers: RunnerHandlers;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  readonly openMs: number;
}

async function openWithin(
  runner: TerminalRunner,
  { handlers, clock, stop, openMs }: OpenWithin,
): Promise<HostedTerminal> {
  const [late, done] = [new AbortController(), new AbortController()];
  clock.sleep(openMs, done.signal).then(
    () => late.abort(),
    () => undefined, // it opened, or failed, in time
  );
  try {
    return await runner.open(handlers, AbortSignal.any([stop, late.signal]));
  } catch (cause) {
    if (!late.signal.aborted) throw cause;
    const message = `The terminal did not open within ${openMs} ms. Check power, cable and address.`;
    throw new TillwireError("DEVICE_UNREACHABLE", { message, effect: "none", cause });
  } finally {
    done.abort();
  }
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

function unreachable(error: ErrorData | undefined): TillwireError {
  const why = error === undefined ? "it is being opened" : error.message;
  return new TillwireError("DEVICE_UNREACHABLE", {
    message: `The terminal is not open (${why}). Nothing was sent.`,
    effect: "none",
  });
}
