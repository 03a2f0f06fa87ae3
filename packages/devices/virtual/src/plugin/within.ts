/** Waiting with an end: by the clock, by an abort, or both. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock } from "@tillwire/plugin-api";

/** How long to wait, and for what. */
export interface Wait {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** For the message: `the answer to inquire`. */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What `promise` gives, unless it takes too long (`LINK_TIMEOUT`) or is not wanted any more (`ABORTED`), both with
 * `effect: "possible"`. The promise itself goes on; what becomes of it then is nobody's business.
 */
export async function within<Value>(promise: Promise<Value>, wait: Wait): Promise<Value> {
  const { clock, timeoutMs, what } = wait;
  const done = new AbortController();
  const late = clock.sleep(timeoutMs, done.signal).then(
    () => Promise.reject(timedOut(`${what} did not come within ${timeoutMs} ms.`)),
    () => new Promise<never>(() => undefined), // it was in time
  );
  try {
    return await orAborted(Promise.race([promise, late]), wait.signal);
  } finally {
    done.abort();
  }
}

/**
 * What `promise` gives, unless `signal` is aborted first: then the signal's reason if it is one of our errors, else
 * `ABORTED` with `effect: "possible"`.
 */
export async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  promise.catch(() => undefined); // whoever stops waiting does not hear of its failure
  if (signal === undefined) return await promise;
  const stopped = Promise.withResolvers<never>();
  const onAbort = (): void => stopped.reject(TillwireError.is(signal.reason) ? signal.reason : aborted());
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([promise, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    stopped.promise.catch(() => undefined); // when both came in the same moment
  }
}

/** A signal that follows another one after a while. */
export interface DelayedSignal extends Disposable {
  readonly signal: AbortSignal;
}

/** Makes a signal that is aborted `delayMs` after `signal`. Disposing it ends the wait. */
export function delayed(signal: AbortSignal, delayMs: number, clock: Clock): DelayedSignal {
  const [controller, done] = [new AbortController(), new AbortController()];
  const onAbort = (): void => {
    clock.sleep(delayMs, done.signal).then(
      () => controller.abort(),
      () => undefined, // not needed any more
    );
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      signal.removeEventListener("abort", onAbort);
      done.abort();
    },
  };
}

function timedOut(message: string): TillwireError {
  return new TillwireError("LINK_TIMEOUT", { message, effect: "possible" });
}

function aborted(): TillwireError {
  return new TillwireError("ABORTED", { message: "The wait was stopped on request.", effect: "possible" });
}
