/** Where log lines go: to a file in the data folder for people who look at a terminal, to standard output for services. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { createLogger, systemClock } from "@tillwire/host";
import type { HostLogger, LogLevel } from "@tillwire/host";

/** Lines on standard output, one JSON object each. */
export function outputLog(level: LogLevel): HostLogger {
  return createLogger({ write: (line) => process.stdout.write(`${line}\n`), level, clock: systemClock() });
}

/** Lines in a file of the data folder. `echo`: on standard error too. A file that takes none ends nothing. */
export function fileLog(dataFolder: string, echo: boolean): HostLogger {
  const path = join(dataFolder, "bridge.log");
  let lost = false;
  const write = (line: string): void => {
    try {
      appendFileSync(path, `${line}\n`);
      lost = false;
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      if (!lost) process.stderr.write(`tillwire: The log cannot be written: ${reason}. The bridge goes on without.\n`);
      lost = true;
    }
    if (echo) process.stderr.write(`${line}\n`);
  };
  return createLogger({ write, level: echo ? "debug" : "info", clock: systemClock() });
}
