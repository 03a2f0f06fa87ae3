/** How a request is refused: what is wrong, by the field's name, and never what stood in it. */
import type { z } from "zod";
import type { ErrorCode, ErrorData } from "@tillwire/plugin-api";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import { looksLikeCardData } from "./card-data.ts";

/**
 * The id of a request, as JSON-RPC has it; `null` where none could be read.
 * @public
 */
export type RequestId = string | number | null;

/**
 * Why a message is not taken. `number`: the JSON-RPC error number, where the code alone does not say it.
 * @public
 */
export interface Refusal {
  /** Tells a refusal from a request. */
  readonly ok: false;
  /** Under which the error is answered. `null` also where the id itself looks like card data. */
  readonly id: RequestId;
  /**
   * Always with `effect: "none"`: nothing was looked at further. Its message names fields, and repeats nothing that
   * stood in them.
   */
  readonly error: ErrorData;
  /** The JSON-RPC error number, where `error.code` alone does not say which. */
  readonly number?: number;
}

/** The most problems that are named of one message. */
const problemsShownMax = 5;
/** The longest message to a POS, in UTF-16 units. */
const messageLengthMax = 1_000;

/** Makes a refusal. Names in the message are the sender's own, so it is looked at before it is sent. */
export function refuse(id: RequestId, [code, message]: readonly [ErrorCode, string], number?: number): Refusal {
  const told = looksLikeCardData(message) ? "A name in the message looks like card data. Never send any." : message;
  const error = errorData(new TillwireError(code, { message: told.slice(0, messageLengthMax), effect: "none" }));
  return { ok: false, id, error, ...(number !== undefined && { number }) };
}

/** Every problem with its field: `payment.sale: lane: is missing; unknown field discount`. */
export function describeProblems(what: string, { issues }: z.ZodError): string {
  const problems = issues.flatMap(nearest).slice(0, problemsShownMax);
  const told = problems.map((issue) => {
    const field = issue.path.map(String).join(".");
    const problem = issue.code === "unrecognized_keys" ? unknownFields(issue.keys) : issue.message;
    return field === "" ? problem : `${field}: ${problem}`;
  });
  return `${what}: ${told.join("; ")}`;
}

/** Where there are several forms, the problems with the one that came nearest. */
function nearest(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const forms = issue.errors.toSorted((one, other) => one.length - other.length);
  return (forms[0] ?? []).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function unknownFields(names: readonly string[]): string {
  const shown = names.slice(0, problemsShownMax).map((name) => name.slice(0, 100));
  return `unknown field ${shown.join(", ")}`;
}

/** In place of the schema library's words where a field is not there at all. */
export function missingField({ code, input }: z.core.$ZodRawIssue): string | undefined {
  return code === "invalid_type" && input === undefined ? "is missing" : undefined;
}
