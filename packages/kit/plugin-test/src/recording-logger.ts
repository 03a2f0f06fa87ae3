/** A logger that keeps its lines, so that a test can look at them. */
import type { LogFields, Logger } from "@tillwire/plugin-api";

/**
 * A line that was logged.
 * @public
 */
export interface LogLine {
  /** The method that was called. */
  readonly level: keyof Logger;
  /** The line's constant name, such as `link-lost`. */
  readonly event: string;
  /** A copy from when it was logged; empty when there were none. */
  readonly fields: LogFields;
}

/**
 * A logger and what was written with it.
 * @public
 */
export interface RecordingLogger extends Logger {
  /** Oldest first, of all levels. */
  readonly lines: readonly LogLine[];
}

/**
 * Makes a logger that keeps its lines, as structured clones.
 * @public
 */
export function createRecordingLogger(): RecordingLogger {
  const lines: LogLine[] = [];
  const writer =
    (level: keyof Logger) =>
    (event: string, fields: LogFields = {}): void => {
      lines.push({ level, event, fields: structuredClone(fields) });
    };
  return { lines, debug: writer("debug"), info: writer("info"), warn: writer("warn"), error: writer("error") };
}
