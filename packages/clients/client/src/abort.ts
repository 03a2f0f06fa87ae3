/** Small helpers around abort signals. Written here because `AbortSignal.any` is newer than the oldest browser we serve. */
import { ClientError, clientError } from "./client-error.ts";

/**
 * A controller that is aborted with any of its parents. Abort it when done, so that the parents let go of it: they may
 * live for weeks.
 */
export function childAbort(...parents: readonly AbortSignal[]): AbortController {
  const child = new AbortController();
  for (const parent of parents) {
    if (parent.aborted) child.abort(parent.reason);
    else parent.addEventListener("abort", () => child.abort(parent.reason), { once: true, signal: child.signal });
  }
  return child;
}

/** Rejects when the signal is aborted; never resolves. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(abortError(signal));
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

/** The reason why the signal was aborted, as an error. */
export function abortError(signal: AbortSignal): ClientError {
  const reason: unknown = signal.reason;
  if (reason instanceof ClientError) return reason;
  return clientError("CLIENT_CLOSED", "The wait was stopped on request.", { cause: reason });
}

export function forever(): Promise<never> {
  return new Promise(() => undefined);
}
