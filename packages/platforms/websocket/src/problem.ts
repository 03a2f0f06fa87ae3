/** Errors that the platform itself finds. None of them has touched a payment. */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { ErrorCode, ErrorData } from "@tillwire/plugin-api";

/** Makes an error for a POS. */
export function problem(code: ErrorCode, message: string): ErrorData {
  return errorData(new TillwireError(code, { message, effect: "none" }));
}
