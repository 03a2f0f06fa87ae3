/**
 * The first module of a plugin's worker: loads the plugin and its links, then serves it. Host and plugin talk over a port
 * of their own; the thread's public line carries the start and nothing else.
 */
import { parentPort } from "node:worker_threads";
import { systemClock, systemRandom } from "../clock.ts";
import { toCrossing } from "./crossing-errors.ts";
import type { PluginMessage } from "./messages.ts";
import { loadHostable } from "./plugin-side/load.ts";
import { servePlugin } from "./plugin-side/serve-plugin.ts";
import { threadPort } from "./port.ts";
import { workerStartSchema } from "./worker-start.ts";

parentPort?.once("message", (message: unknown) => void start(message));

async function start(message: unknown): Promise<void> {
  const { role, moduleUrl, linkModules, settings, limits, port: threadEnd } = workerStartSchema.parse(message);
  const port = threadPort<PluginMessage>(threadEnd);
  try {
    const links = linkModules.map((module) => ({ module }));
    const choice = { module: moduleUrl, ...(settings !== undefined && { settings }) };
    const hostable = await loadHostable(role, choice, links);
    servePlugin(port, { ...hostable, clock: systemClock(), random: systemRandom, limits });
    port.post({ type: "loaded", identity: hostable.loaded.identity });
  } catch (thrown) {
    port.post({ type: "load-failed", error: toCrossing(thrown) });
    port.listen(() => undefined); // lives on until the host has heard it and ends the thread: an exit may be told first
  }
}
