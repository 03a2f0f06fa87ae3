/** Structured logs without card data. */
export { errorFields } from "./error-fields.ts";
export { limitedLogger, PLUGIN_LINES_PER_SECOND_MAX } from "./limited-logger.ts";
export { createLogger, failure, logLevels } from "./logger.ts";
export type { HostLogger, LoggerOptions, LogLevel } from "./logger.ts";
