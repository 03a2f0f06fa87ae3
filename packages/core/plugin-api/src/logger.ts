/**
 * Structured logs. Fields are plain data; the host masks whatever looks like card data before it writes a line, and
 * plugins do not rely on it.
 */
import type { JsonValue } from "./cloneable.ts";

/**
 * Facts that go with a log line.
 * @public
 */
export type LogFields = Readonly<Record<string, JsonValue>>;

/**
 * Writes log lines. `event` is a short constant in kebab-case, such as `link-lost`; all that varies goes into fields.
 * @public
 */
export interface Logger {
  /** For whoever writes or mends the plugin: frames, timings. Off unless asked for. */
  debug(event: string, fields?: LogFields): void;
  /** What a person who reads the log of a good day wants to see: opened, closed, versions. */
  info(event: string, fields?: LogFields): void;
  /** It went on, but somebody should know: a retry, an odd answer. */
  warn(event: string, fields?: LogFields): void;
  /** It did not go on, and somebody has to do something. */
  error(event: string, fields?: LogFields): void;
}
