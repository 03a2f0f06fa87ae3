/** Errors that the client itself finds, each made in one place. */
import type { PaymentKey } from "@tillwire/protocol/wire";
import { ClientError, clientError } from "./client-error.ts";

export function neverSent(): ClientError {
  const message = "The bridge could not be asked in time, so the payment was not started. Start again with a new key.";
  return new ClientError("NEVER_SENT", { message, effect: "none", retry: false });
}

export function keyReused(key: PaymentKey): ClientError {
  const message = `The key ${key} belongs to another request. Nothing was run. Use a new key for a new payment.`;
  return new ClientError("KEY_REUSED", { message, effect: "none", retry: false });
}

export function paymentLost(key: PaymentKey): ClientError {
  const message =
    `The bridge had accepted the payment ${key} and now does not know it: its journal was replaced, or this is ` +
    "another bridge. Look at the terminal or ask the acquirer before the shopper pays again.";
  return clientError("PAYMENT_LOST", message, { effect: "possible" });
}

/** `effect`: what is certain about everything that was sent, not only about the copy that was refused. */
export function withEffect(
  { code, message, retry, cause }: ClientError,
  effect: "none" | "possible",
  more = "",
): ClientError {
  return new ClientError(code, { message: message + more, effect, retry: retry && effect === "none", cause });
}

export function inDoubt(error: ClientError): ClientError {
  return withEffect(error, "possible", " An earlier copy was sent on a connection that broke, and may have run.");
}

export function storageFailed(cause: unknown): ClientError {
  if (cause instanceof ClientError) return cause;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return clientError("STORAGE_FAILED", `The client's storage failed: ${detail} Check its space and rights.`, { cause });
}

/** What a connection that has ended means for a request on it, whatever ended it. */
export function connectionLost(cause: ClientError, effect: "none" | "possible"): ClientError {
  if (cause.code === "CLIENT_CLOSED") return cause;
  const message = `The connection broke before the answer came: ${cause.message}`;
  return clientError("CONNECTION_LOST", message, { effect, cause });
}

/**
 * Codes that are no answer to a request but trouble on the way: the bridge is asked again. `NOT_FOUND` is what a
 * question after the request finds when the request itself came to nothing.
 */
const troubles: readonly unknown[] = [
  "CONNECTION_LOST",
  "PROTOCOL_VIOLATION",
  "BRIDGE_STOPPING",
  "SESSION_REQUIRED",
  "LIMIT_REACHED",
  "NOT_FOUND",
];

export function isTrouble(error: ClientError): boolean {
  return troubles.includes(error.code);
}
