/** The one error that the client throws: what could not be done, whether money may have moved, whether to try again. */
import type { Effect, ErrorCode } from "@tillwire/protocol/wire";

/**
 * Codes that the client adds to the bridge's catalog. True: the same call may be made again once the cause is gone.
 *
 * - `BRIDGE_UNREACHABLE` nothing answers at the address: the bridge does not run, or the network is down
 * - `BRIDGE_BLOCKED` the browser does not let this page reach the bridge
 * - `BRIDGE_REFUSED` the bridge closed the connection before the session was open
 * - `CONNECTION_LOST` the connection broke before the answer came
 * - `PROTOCOL_VIOLATION` what came is not what the protocol allows
 * - `STORAGE_FAILED` the client's storage could not be read or written
 * - `PAYMENT_LOST` the bridge had accepted the payment and now does not know it: a person has to look
 * - `OUTCOME_NOT_TAKEN` your `onOutcome` threw, so the outcome is not acknowledged yet; it will be called again
 * - `OPTIONS_INVALID` an argument makes no sense
 * - `CLIENT_CLOSED` `close` was called
 * @public
 */
export const clientErrorCodes = {
  BRIDGE_UNREACHABLE: true,
  BRIDGE_BLOCKED: false,
  BRIDGE_REFUSED: false,
  CONNECTION_LOST: true,
  PROTOCOL_VIOLATION: false,
  STORAGE_FAILED: true,
  PAYMENT_LOST: false,
  OUTCOME_NOT_TAKEN: true,
  OPTIONS_INVALID: false,
  CLIENT_CLOSED: false,
} as const;

/**
 * A code of the client's own.
 * @public
 */
export type ClientOnlyErrorCode = keyof typeof clientErrorCodes;

/**
 * Any code: the client's own, the bridge's catalog, or one that a newer bridge has added.
 * @public
 */
export type ClientErrorCode = ClientOnlyErrorCode | ErrorCode | (string & {});

/**
 * What is said when an error is made.
 * @public
 */
export interface ClientErrorOptions {
  /** What happened and what to do next. */
  readonly message: string;
  /** Could money have moved all the same? `none` only where certainly not. */
  readonly effect: Effect;
  /** May the same call be made again? */
  readonly retry: boolean;
  /** Whatever was caught. Never card data. */
  readonly cause?: unknown;
}

/**
 * The error that every rejected promise of the client carries.
 * @public
 */
export class ClientError extends Error {
  /** Fixed, as for every class of errors. */
  override readonly name = "ClientError";
  /** What a program goes by. Take one that you do not know for `INTERNAL`: a newer bridge may have more. */
  readonly code: ClientErrorCode;
  /** Could money have moved all the same? `none`: certainly not. */
  readonly effect: Effect;
  /** May the same call be made again? */
  readonly retry: boolean;

  constructor(code: ClientErrorCode, options: ClientErrorOptions) {
    super(options.message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.effect = options.effect;
    this.retry = options.retry;
  }
}

/** An error of the client's own. Money cannot have moved, unless `effect` says so. */
export function clientError(
  code: ClientOnlyErrorCode,
  message: string,
  more: { readonly effect?: Effect; readonly cause?: unknown } = {},
): ClientError {
  return new ClientError(code, { message, effect: "none", retry: clientErrorCodes[code], ...more });
}

export function isConnectionLost(error: unknown): boolean {
  return codeOf(error) === "CONNECTION_LOST";
}

export function codeOf(error: unknown): ClientErrorCode | undefined {
  return error instanceof ClientError ? error.code : undefined;
}

/** What is not ours was not foreseen: money may have moved. */
export function toClientError(error: unknown): ClientError {
  if (error instanceof ClientError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const message = `Something unforeseen went wrong in the client: ${detail}`;
  return new ClientError("INTERNAL", { message, effect: "possible", retry: false, cause: error });
}
