/** Structured logs without card data. */
export { limitedLogger } from "./limited-logger.ts";
export { createLogger, failure, logLevels } from "./logger.ts";
export type { HostLogger, LogLevel } from "./logger.ts";
