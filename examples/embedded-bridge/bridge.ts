/** A bridge inside this program: one lane with a virtual terminal, payments written down in memory only. */
import { createBridge, createLogger, systemClock } from "@tillwire/host";
import type { Bridge } from "@tillwire/host";
import journal from "@tillwire/journal-memory";
import { openServer } from "@tillwire/link-server";
import platform from "@tillwire/platform-websocket";

const write = (line: string): void => void process.stderr.write(`${line}\n`);

/** Starts it on a free port. `dataFolder` has to be there. */
export function startBridge(dataFolder: string, terminalPort: number): Promise<Bridge> {
  // #region bridge
  const terminal = { module: import.meta.resolve("@tillwire/device-virtual"), settings: { port: terminalPort } };
  return createBridge({
    version: "1.0.0",
    mode: "demo",
    dataFolder,
    journal: { plugin: journal },
    lanes: { "till-1": { terminal } },
    links: [{ module: import.meta.resolve("@tillwire/link-tcp") }],
    platforms: [{ plugin: platform }],
    server: { open: openServer, host: "127.0.0.1", port: 0, origins: [], hostNames: ["127.0.0.1"] },
    log: createLogger({ write, level: "warn", clock: systemClock() }),
  });
  // #endregion
}
