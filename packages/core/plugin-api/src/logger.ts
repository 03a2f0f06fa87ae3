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
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
