/** Keeps a bridge running until it is told to stop, or has to. */
import type { Bridge } from "@tillwire/host";

/** Runs until a signal or a failure. A second signal ends the process at once; the next start finishes what was open. */
export async function runUntilStopped(bridge: Bridge): Promise<number> {
  let asked = 0;
  const onSignal = (): void => {
    asked += 1;
    if (asked > 1) process.exit(130);
    void bridge[Symbol.asyncDispose]();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const error = await bridge.stopped;
  for (const signal of signals) process.off(signal, onSignal);
  if (error) process.stderr.write(`tillwire: ${error.message}\n`);
  return error ? 1 : 0;
}
