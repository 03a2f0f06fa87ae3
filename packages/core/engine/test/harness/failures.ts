/** Errors of a link, as a plugin reports them. */
import type { ErrorCode, ErrorData } from "@tillwire/plugin-api";

function failure(code: ErrorCode, effect: ErrorData["effect"], message: string): ErrorData {
  return { code, effect, message, retry: effect === "none" };
}

/** Nothing was sent. */
export const unreachable = failure("DEVICE_UNREACHABLE", "none", "The terminal does not answer.");
/** The connection broke: what was sent may have arrived. */
export const linkLost = failure("LINK_LOST", "possible", "The connection to the terminal broke.");
/** Nobody answered in time. */
export const linkTimeout = failure("LINK_TIMEOUT", "possible", "The terminal did not answer in time.");
