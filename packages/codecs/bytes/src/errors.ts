/** The two errors of codecs: what arrived cannot be read, what should be written cannot be written. */
import { TillwireError } from "@tillwire/plugin-api";

/**
 * What arrived is not what the protocol allows. `effect` is `possible`: bytes that nobody can read may have been an
 * approval, so the caller has to find out.
 */
export function decodeError(message: string, cause?: unknown): TillwireError {
  return new TillwireError("FRAME_INVALID", { message, effect: "possible", cause });
}

/** A value does not fit the field that it should go in. `effect` is `none`: nothing was made, so nothing was sent. */
export function encodeError(message: string, cause?: unknown): TillwireError {
  return new TillwireError("REQUEST_INVALID", { message, effect: "none", cause });
}
