/**
 * Runs a plugin in a worker thread, with its links. A plugin that crashes, hangs, spins, floods or runs out of
 * memory costs its worker and nothing else; the next open starts a new one. It guards against accidents, not against
 * malice: a plugin is code that the operator installed. A crash of native code ends the whole process.
 */
import { MessageChannel, Worker } from "node:worker_threads";
import { TillwireError } from "@tillwire/plugin-api";
import type { Clock, Keystore, Logger, RawSettings } from "@tillwire/plugin-api";
import { systemClock } from "../clock.ts";
import { maskedText } from "../logs/fields.ts";
import { fromCrossing } from "./crossing-errors.ts";
import { createConnection, pluginFailed } from "./host-side/connection.ts";
import type { PluginConnection } from "./host-side/connection.ts";
import { createSessionRunner } from "./host-side/session-runner.ts";
import type { Connected } from "./host-side/session-runner.ts";
import { runnerLimits } from "./limits.ts";
import type { RunnerLimits } from "./limits.ts";
import type { HostMessage } from "./messages.ts";
import { createEmptyKeystore } from "./no-keys.ts";
import { threadPort } from "./port.ts";
import type { Role } from "./roles/role.ts";
import type { PluginRunner } from "./runner.ts";
import { logOutput } from "./worker-output.ts";
import type { WorkerStart } from "./worker-start.ts";

const MESSAGE_LENGTH_MAX = 500;

/** What a worker runner is made of. Modules are URLs, as `import()` takes them. */
export interface WorkerRunnerOptions {
  readonly moduleUrl: string;
  /** As the configuration has them. */
  readonly settings?: RawSettings;
  readonly linkModules: readonly string[];
  readonly log: Logger;
  /** Must run with real time: workers live in it. */
  readonly clock?: Clock;
  /** None by default: key operations are refused. */
  readonly keystore?: Keystore | undefined;
  readonly limits?: Partial<RunnerLimits>;
}

/** Starts a worker and loads the plugin there. Rejects when it cannot be loaded or its settings are invalid. */
export async function workerRunner<Kind extends Role>(
  role: Kind,
  options: WorkerRunnerOptions,
): Promise<PluginRunner<Kind>> {
  const { log, clock = systemClock(), keystore = createEmptyKeystore() } = options;
  const limits = { ...runnerLimits, ...options.limits };
  const surroundings = { log, clock, keystore, limits };
  const around = { ...surroundings, role: role.name };
  return await createSessionRunner(role, (signal) => connectWorker(options, around, signal), surroundings);
}

interface Surroundings {
  readonly role: Role["name"];
  readonly log: Logger;
  readonly clock: Clock;
  readonly limits: RunnerLimits;
}

async function connectWorker(
  options: WorkerRunnerOptions,
  around: Surroundings,
  signal: AbortSignal,
): Promise<Connected> {
  const { port1, port2 } = new MessageChannel();
  const worker = createWorker(around);
  const stopped = new AbortController();
  let lastPong = 0;
  const connection = createConnection({
    port: threadPort<HostMessage>(port1),
    log: around.log,
    onPong: (count) => {
      lastPong = count;
    },
    async terminate() {
      stopped.abort();
      await worker.terminate();
    },
  });
  failWithWorker(worker, connection, around.limits);
  const { moduleUrl, settings, linkModules } = options;
  const { role, limits } = around;
  const start = { role, moduleUrl, settings, linkModules: [...linkModules], limits, port: port2 };
  worker.postMessage(start satisfies WorkerStart, [port2]);

  const identity = await loaded(connection, around, signal);
  void watch(connection, around, { stopped: stopped.signal, lastPong: () => lastPong });
  return { identity, connection };
}

function createWorker({ log, clock, limits }: Surroundings): Worker {
  const entry = import.meta.url.endsWith(".ts") ? "./worker-entry.ts" : "./worker-entry.js";
  const worker = new Worker(new URL(entry, import.meta.url), {
    name: "tillwire-plugin",
    stdout: true,
    stderr: true,
    env: pluginEnvironment(),
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.workerHeapMb },
  });
  logOutput(worker.stdout, "stdout", { log, clock });
  logOutput(worker.stderr, "stderr", { log, clock });
  return worker;
}

/** What the operator has in the environment is not for plugins, except where compiled code is kept: with it they start faster. */
function pluginEnvironment(): NodeJS.ProcessEnv {
  const cache = process.env["NODE_COMPILE_CACHE"];
  return cache === undefined ? {} : { NODE_COMPILE_CACHE: cache };
}

/** All ways in which a worker ends or misbehaves, other than by messages on its own port. */
function failWithWorker(worker: Worker, connection: PluginConnection, limits: RunnerLimits): void {
  worker.on("error", (thrown: unknown) => {
    const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
    const text = maskedText(thrown instanceof Error ? thrown.message : String(thrown), MESSAGE_LENGTH_MAX);
    const memory = `The plugin used more than its ${limits.workerHeapMb} MB of memory and was ended.`;
    const message = code === "ERR_WORKER_OUT_OF_MEMORY" ? memory : `The plugin crashed: ${text}`;
    connection.fail(pluginFailed(message, thrown));
  });
  worker.on("exit", (code) => connection.fail(pluginFailed(`The plugin ended its own thread with code ${code}.`)));
  const misused = (): void => connection.fail(pluginFailed("The plugin posted on a line that is not its own."));
  worker.on("message", misused);
  worker.on("messageerror", misused);
}

/** Waits until the plugin has said who it is. Whatever ends the wait otherwise ends the worker. */
async function loaded(
  connection: PluginConnection,
  { clock, limits }: Surroundings,
  signal: AbortSignal,
): Promise<unknown> {
  const answer = Promise.withResolvers<unknown>();
  const done = new AbortController();
  connection.listen({
    lost: (error) => answer.reject(notLoaded("PLUGIN_FAILED", error.message, error)),
    receive(message) {
      if (message.type === "loaded") answer.resolve(message.identity);
      if (message.type === "load-failed") answer.reject(fromCrossing(message.error));
    },
  });
  const onAbort = (): void => answer.reject(notLoaded("ABORTED", "Loading the plugin was stopped on request."));
  signal.addEventListener("abort", onAbort, { once: true });
  clock.sleep(limits.loadMs, done.signal).then(
    () => answer.reject(notLoaded("PLUGIN_FAILED", `The plugin was not loaded within ${limits.loadMs} ms.`)),
    () => undefined, // it was loaded, or failed, in time
  );
  try {
    return await answer.promise;
  } catch (error) {
    await connection.destroy();
    throw error;
  } finally {
    done.abort();
    signal.removeEventListener("abort", onAbort);
    connection.listen(undefined);
  }
}

/** Asks the worker again and again whether its event loop turns. Pings are counted, so that a sleeping computer ends nothing. */
async function watch(
  connection: PluginConnection,
  { clock, limits }: Surroundings,
  { stopped, lastPong }: { readonly stopped: AbortSignal; readonly lastPong: () => number },
): Promise<void> {
  for (let count = 1; connection.alive; count++) {
    connection.post({ type: "ping", count });
    try {
      await clock.sleep(limits.pingEveryMs, stopped);
    } catch {
      return; // the worker was ended
    }
    if (count - lastPong() >= limits.pingsMissedMax) {
      connection.fail(pluginFailed("The plugin does not respond: it blocks its thread. It was ended."));
    }
  }
}

function notLoaded(code: "PLUGIN_FAILED" | "ABORTED", message: string, cause?: unknown): TillwireError {
  return new TillwireError(code, { message, effect: "none", cause });
}
