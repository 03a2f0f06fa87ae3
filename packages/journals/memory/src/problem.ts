/** Errors of this journal. */
import type { ErrorCode } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";

/** `possible`, since a journal does not know what its records stand for. */
export function problem(code: ErrorCode, message: string): TillwireError {
  return new TillwireError(code, { message, effect: "possible" });
}
