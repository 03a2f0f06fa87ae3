/**
 * Bounds how much one source may log a second, so that a plugin in a loop does not drown the log. What is dropped is
 * said: once when it begins, and how much with the next line that gets through.
 */
import type { Clock, LogFields, Logger } from "@tillwire/plugin-api";
import type { LogLevel } from "./logger.ts";

/** Lines a second one plugin may log: generous for tracing every frame of a payment, harmless for the disk. */
const PLUGIN_LINES_PER_SECOND_MAX = 100;

/** A logger that passes at most `linesPerSecond` lines on to `log`. */
export function limitedLogger(log: Logger, clock: Clock, linesPerSecond = PLUGIN_LINES_PER_SECOND_MAX): Logger {
  let secondStartedMs = clock.monotonicMs();
  let passed = 0;
  let dropped = 0;

  const at =
    (level: LogLevel) =>
    (event: string, fields?: LogFields): void => {
      if (clock.monotonicMs() - secondStartedMs >= 1_000) {
        if (dropped > 0) log.warn("log-lines-dropped", { dropped, linesPerSecond });
        secondStartedMs = clock.monotonicMs();
        passed = 0;
        dropped = 0;
      }
      if (passed < linesPerSecond) {
        passed += 1;
        log[level](event, fields);
        return;
      }
      if (dropped === 0) log.warn("log-limit-reached", { linesPerSecond });
      dropped += 1;
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
