/** Where log lines go: to a file in the data folder for people who look at a terminal, to standard output for services. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { createLogger, systemClock } from "@tillwire/host";
import type { HostLogger, LogLevel } from "@tillwire/host";

/** Lines on standard output, one JSON object each. */
export function outputLog(level: LogLevel): HostLogger {
  return createLogger({ write: (line) => process.stdout.write(`${line}\n`), level, clock: systemClock() });
}

/** Lines in a file of the data folder. `echo`: on standard error too. */
export function fileLog(dataFolder: string, echo: boolean): HostLogger {
  const path = join(dataFolder, "bridge.log");
  const write = (line: string): void => {
    appendFileSync(path, `${line}\n`);
    if (echo) process.stderr.write(`${line}\n`);
  };
  return createLogger({ write, level: echo ? "debug" : "info", clock: systemClock() });
}
