/** Keeps a bridge running until it is told to stop, or has to. */
import type { Bridge } from "@tillwire/host";

/** What is still running after the bridge has stopped had its time. */
const leaveAfterMs = 2_000;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A wish to stop, by a signal. Disposing ends the listening. */
export interface StopWish extends Disposable {
  /** Resolves at the first signal. */
  readonly asked: Promise<void>;
}

/**
 * Listens for signals from now on, so that one that comes while the bridge is still starting is not lost. A second one
 * ends the process at once; the next start finishes what was open.
 */
export function listenForSignals(): StopWish {
  const { promise, resolve } = Promise.withResolvers<void>();
  let count = 0;
  const onSignal = (): void => {
    count += 1;
    if (count > 1) process.exit(130);
    resolve();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    asked: promise,
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

/** Runs until it is wished otherwise, or a failure; the number is the exit code. */
export async function runUntilStopped(bridge: Bridge, { asked }: StopWish): Promise<number> {
  void asked.then(() => bridge[Symbol.asyncDispose]());
  const error = await bridge.stopped;
  if (error) process.stderr.write(`tillwire: ${error.message}\n`);
  // A thread that hangs on a broken disk would keep the process; it is left behind after a while.
  setTimeout(() => process.exit(), leaveAfterMs).unref();
  return error ? 1 : 0;
}
