/**
 * Errors: what could not be done, and whether money may have moved all the same. Declined and canceled are not errors:
 * they are outcomes, and there is no code with which they could be thrown.
 */
import { errorCatalog, isErrorCode } from "./error-catalog.ts";
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
  /** What a program goes by. A code that this copy does not know is taken for `INTERNAL`. */
  readonly code: ErrorCode;
  /** What happened and what to do next, for a person. Never holds card data. */
  readonly message: string;
  /**
   * `possible` makes an attempt `unknown`; only `none` makes it `failed`. It is about the whole attempt, not the last
   * step.
   */
  readonly effect: Effect;
  /** May the very same request be sent again? Only where the code allows it and `effect` is `none`. */
  readonly retry: boolean;
}

/**
 * What is said when an error is made: message and effect always, the cause whenever there is one.
 * @public
 */
export interface ErrorOptions {
  /**
   * What happened and what to do next, for a person. Never holds card data. It ends up on tills, in the journal and in
   * logs.
   */
  readonly message: string;
  /** `none` only where certainly no byte of the request was handed over. When in doubt, `possible`. */
  readonly effect: Effect;
  /** Whatever was caught, for the log. It does not cross to another thread: its texts do. */
  readonly cause?: unknown;
}

const marker: unique symbol = Symbol.for("tillwire.error.v1") as never; // one symbol for all installed copies

/**
 * The only error that Tillwire and its plugins throw. Anything else that is thrown counts as `effect: "possible"`.
 * @public
 */
export class TillwireError extends Error {
  /**
   * Fixed, as for every class of errors; recognize one by {@link TillwireError.is}, never by `name` or `instanceof`.
   */
  override readonly name = "TillwireError";
  /** By this another installed copy of the package recognizes the error. */
  readonly [marker] = true;
  /** See {@link ErrorData.code}. */
  readonly code: ErrorCode;
  /** See {@link ErrorData.effect}. */
  readonly effect: Effect;

  constructor(code: ErrorCode, options: ErrorOptions) {
    super(options.message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.effect = options.effect;
  }

  /**
   * True for an error of any installed copy of this package, as long as this copy knows its code. Takes anything that
   * can be thrown, and never throws itself.
   */
  static is(value: unknown): value is TillwireError {
    return read(value) !== undefined;
  }
}

/**
 * Turns anything thrown into data, and never throws itself. What is not a {@link TillwireError}, or one that this copy
 * cannot understand, becomes `INTERNAL` with `effect: "possible"`, so that carelessness ends in an honest `unknown`,
 * never in a false "not charged".
 * @public
 */
export function errorData(thrown: unknown): ErrorData {
  const known = read(thrown);
  if (known) return { ...known, retry: known.effect === "none" && errorCatalog[known.code].retry };
  const message = `Something unforeseen went wrong: ${describe(thrown)}`;
  return { code: "INTERNAL", message, effect: "possible", retry: false };
}

/** What one of our errors says, or nothing. Each member is read once: what was thrown may answer differently each time. */
function read(thrown: unknown): Omit<ErrorData, "retry"> | undefined {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  try {
    if (!(marker in thrown)) return undefined;
    const code: unknown = Reflect.get(thrown, "code");
    const message: unknown = Reflect.get(thrown, "message");
    const effect: unknown = Reflect.get(thrown, "effect");
    if (!isErrorCode(code) || typeof message !== "string") return undefined;
    return effect === "none" || effect === "possible" ? { code, message, effect } : undefined;
  } catch {
    return undefined; // a getter or a proxy threw, so whatever it is, it is not one of ours
  }
}

function describe(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return String(thrown);
    const newerCode = marker in thrown ? `${String(Reflect.get(thrown, "code"))}: ` : ""; // of a newer copy
    return newerCode + String(thrown.message);
  } catch {
    return "what was thrown cannot be read.";
  }
}

/**
 * The way back from {@link errorData}, on the far side of a boundary.
 * @public
 */
export function errorFromData(data: ErrorData, cause?: unknown): TillwireError {
  return new TillwireError(data.code, { message: data.message, effect: data.effect, cause });
}
