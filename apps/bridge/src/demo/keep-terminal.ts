/**
 * Keeps the demo's terminal running: one that ends without being told to is started again, on the port where the bridge
 * looks for it and with its own ledger. The bridge finds it by itself, as it finds a real one that was switched on again.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { errorData } from "@tillwire/plugin-api";
import { startTerminalProcess } from "./terminal-process.ts";
import type { TerminalProcess, TerminalProcessOptions } from "./terminal-process.ts";

/** A terminal that is kept running until it is disposed. */
export interface KeptTerminal extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/** What else is needed to keep one. */
export interface KeepOptions extends TerminalProcessOptions {
  /** Tells the person in front of the demo what became of the terminal. */
  readonly say: (line: string) => void;
}

/** Waits before another start: the first, and the longest, with each twice as long as the one before. */
const waitsMs = { first: 250, longest: 10_000 };
/** A terminal that ran for so long was well: the next start does not wait long. */
const wellAfterMs = 30_000;

const remedy = "The lane is lost until then. When it does not come back, press Ctrl-C and start the demo again.";

/** Starts a terminal and keeps it. Rejects when it cannot be started for the first time. */
export async function keepTerminal(options: KeepOptions): Promise<KeptTerminal> {
  const first = await startTerminalProcess(options);
  const { host, port } = first;
  const stop = new AbortController();
  const kept = keep(first, { ...options, port }, stop.signal);
  return {
    host,
    port,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await kept;
    },
  };
}

async function keep(first: TerminalProcess, options: KeepOptions, signal: AbortSignal): Promise<void> {
  const { host, port, say } = { ...first, ...options };
  let waitMs = waitsMs.first;
  for (let running = first; ;) {
    const startedAtMs = performance.now();
    const how = await endOrStop(running, signal);
    if (how === undefined) return;
    if (performance.now() - startedAtMs > wellAfterMs) waitMs = waitsMs.first;
    say(`The virtual terminal is gone: ${how} It is started again in ${waitMs / 1_000} s.`);
    const next = await startAgain(options, waitMs, signal);
    if (next === undefined) return;
    say(`The virtual terminal runs again, on ${host}:${port}.`);
    running = next;
    waitMs = longer(waitMs);
  }
}

/** How it ended; `undefined` when it was stopped, and is gone. */
async function endOrStop(running: TerminalProcess, signal: AbortSignal): Promise<string | undefined> {
  const stopped = Promise.withResolvers<undefined>();
  const onAbort = (): void => stopped.resolve(undefined);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  const how = await Promise.race([running.ended, stopped.promise]);
  signal.removeEventListener("abort", onAbort);
  await running[Symbol.asyncDispose]();
  return how;
}

/** Tries until it is there; each new reason why it is not is told once. `undefined` when the wish to stop came first. */
async function startAgain(
  options: KeepOptions,
  firstWaitMs: number,
  signal: AbortSignal,
): Promise<TerminalProcess | undefined> {
  let told = "";
  for (let waitMs = firstWaitMs; await waited(waitMs, signal); waitMs = longer(waitMs)) {
    try {
      return await startTerminalProcess(options);
    } catch (thrown) {
      const { message } = errorData(thrown);
      if (message !== told) options.say(`${message}\nIt is tried again. ${remedy}`);
      told = message;
    }
  }
  return undefined;
}

/** False when the wish to stop came first. */
async function waited(durationMs: number, signal: AbortSignal): Promise<boolean> {
  await sleep(durationMs, undefined, { signal }).catch(() => undefined); // the one thing it rejects for is the signal
  return !signal.aborted;
}

function longer(waitMs: number): number {
  return Math.min(waitMs * 2, waitsMs.longest);
}
