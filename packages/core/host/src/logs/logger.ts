/**
 * Structured logs: one JSON object a line, `{"at","level","event","fields"}`. All that is written passes the masks and
 * bounds of `fields.ts` first. Where lines go is the caller's: this writes to a function.
 */
import type { Clock, JsonValue, LogFields, Logger } from "@tillwire/plugin-api";
import { errorFields } from "./error-fields.ts";
import { maskedFields, maskedText } from "./fields.ts";

/** How much is written: this level and the ones after it. */
export type LogLevel = "debug" | "info" | "warn" | "error";

export const logLevels: readonly LogLevel[] = ["debug", "info", "warn", "error"];

const EVENT_LENGTH_MAX = 100;

/** What a logger is made of. */
export interface LoggerOptions {
  /** Takes one line without its line end. Must not throw. */
  readonly write: (line: string) => void;
  readonly level: LogLevel;
  readonly clock: Pick<Clock, "nowMs">;
  /** Go with every line. */
  readonly fields?: LogFields;
}

/** The host's own logger. Children share level and sink with it. */
export interface HostLogger extends Logger {
  readonly level: LogLevel;
  /** Takes effect at once, for all children too. */
  setLevel(level: LogLevel): void;
  /** A logger whose lines carry these fields as well. */
  child(fields: LogFields): HostLogger;
}

/** Makes a logger. */
export function createLogger(options: LoggerOptions): HostLogger {
  return loggerWith({ ...options, current: { level: options.level } }, maskedFields(options.fields ?? {}));
}

/** Fields for a line about a failure: `log.error("link-lost", { ...failure(error), lane })`. */
export function failure(thrown: unknown): LogFields {
  return { error: errorFields(thrown) };
}

interface Shared extends LoggerOptions {
  readonly current: { level: LogLevel };
}

/** `own` is masked already: once, not with every line. */
function loggerWith(shared: Shared, own: LogFields): HostLogger {
  const at =
    (level: LogLevel) =>
    (event: string, fields?: LogFields): void => {
      if (logLevels.indexOf(level) < logLevels.indexOf(shared.current.level)) return;
      shared.write(lineOf(shared.clock.nowMs(), level, [event, { ...own, ...maskedFields(fields ?? {}) }]));
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    get level() {
      return shared.current.level;
    },
    setLevel: (level) => {
      shared.current.level = level;
    },
    child: (fields) => loggerWith(shared, { ...own, ...maskedFields(fields) }),
  };
}

function lineOf(nowMs: number, level: LogLevel, [event, fields]: readonly [string, LogFields]): string {
  const line: Record<string, JsonValue> = {
    at: new Date(nowMs).toISOString(),
    level,
    event: maskedText(String(event), EVENT_LENGTH_MAX),
  };
  return JSON.stringify(Object.keys(fields).length > 0 ? { ...line, fields } : line);
}
