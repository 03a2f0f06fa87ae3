/**
 * Errors: what could not be done, and whether money may have moved all the same. Declined and canceled are not errors:
 * they are outcomes, and there is no code with which they could be thrown.
 */
import { errorCatalog } from "./error-catalog.ts";
import type { ErrorCode } from "./error-catalog.ts";

/**
 * Could this failure have left money moved? `none`: certainly not. `possible`: treat the attempt as unknown.
 * @public
 */
export type Effect = "none" | "possible";

/**
 * An error as data: what crosses a thread, the journal and the wire.
 * @public
 */
export interface ErrorData {
  readonly code: ErrorCode;
  /** What happened and what to do next, for a person. Never holds card data. */
  readonly message: string;
  readonly effect: Effect;
  /** May the very same request be sent again? */
  readonly retry: boolean;
}

/**
 * What is said when an error is made: message and effect always, the cause whenever there is one.
 * @public
 */
export interface ErrorOptions {
  readonly message: string;
  readonly effect: Effect;
  readonly cause?: unknown;
}

const marker: unique symbol = Symbol.for("tillwire.error.v1") as never; // one symbol for all installed copies

/**
 * The only error that Tillwire and its plugins throw. Anything else that is thrown counts as `effect: "possible"`.
 * @public
 */
export class TillwireError extends Error {
  override readonly name = "TillwireError";
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly effect: Effect;

  constructor(code: ErrorCode, options: ErrorOptions) {
    super(options.message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.effect = options.effect;
  }

  /** True for an error of any installed copy of this package. */
  static is(value: unknown): value is TillwireError {
    return typeof value === "object" && value !== null && marker in value;
  }
}

/**
 * Turns anything thrown into data. What is not a {@link TillwireError} becomes `INTERNAL` with `effect: "possible"`,
 * so that carelessness ends in an honest `unknown`, never in a false "not charged".
 * @public
 */
export function errorData(thrown: unknown): ErrorData {
  if (TillwireError.is(thrown)) {
    const { code, message, effect } = thrown;
    return { code, message, effect, retry: effect === "none" && errorCatalog[code].retry };
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "INTERNAL", message: `Something unforeseen went wrong: ${detail}`, effect: "possible", retry: false };
}

/**
 * The way back from {@link errorData}, on the far side of a boundary.
 * @public
 */
export function errorFromData(data: ErrorData, cause?: unknown): TillwireError {
  return new TillwireError(data.code, { message: data.message, effect: data.effect, cause });
}
