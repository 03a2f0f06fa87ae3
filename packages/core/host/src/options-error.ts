/** Errors about what a bridge is made of: each says where in the options, so that an application can say where in its own file. */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { ErrorCode } from "@tillwire/plugin-api";

/** One thing that is wrong in the options. */
export interface OptionsProblem {
  /**
   * Where in {@link BridgeOptions}, from the outside in: `["lanes", "till-1", "terminal", "settings", "port"]`. Of
   * something that is missing: where it should be.
   */
  readonly path: readonly (string | number)[];
  /** What is wrong, for a person. Never repeats a setting's value: it may be a secret. */
  readonly message: string;
}

/** Thrown by `createBridge` for options that it cannot work with. A `TillwireError` of the code that fits. */
export class OptionsError extends TillwireError {
  /** One or more. */
  readonly problems: readonly OptionsProblem[];

  constructor(
    code: ErrorCode,
    { message, problems, cause }: { message: string; problems: readonly OptionsProblem[]; cause?: unknown },
  ) {
    super(code, { message, effect: "none", cause });
    this.problems = problems;
  }
}

/** The part of the options that something is about. */
export interface OptionsPart {
  readonly path: readonly (string | number)[];
  /** How people call it, in front of the message: `Lane till-1`. */
  readonly name?: string;
}

/** What was thrown over a part of the options, with its place. What is about a link stays so, in whichever lane it was loaded. */
export function inPart({ path, name }: OptionsPart, thrown: unknown): OptionsError {
  const { code, message } = errorData(thrown);
  const problems = thrown instanceof OptionsError ? thrown.problems : [{ path: [], message }];
  if (problems.some((problem) => problem.path[0] === "links"))
    return new OptionsError(code, { message, problems, cause: thrown });
  const named = (text: string): string => (name === undefined ? text : `${name}: ${text}`);
  return new OptionsError(code, {
    message: named(message),
    problems: problems.map((problem) => ({ path: [...path, ...problem.path], message: named(problem.message) })),
    cause: thrown,
  });
}
