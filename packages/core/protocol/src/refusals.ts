/** How a request is refused: what is wrong, by the field's name, and never what stood in it. */
import type { z } from "zod";
import type { ErrorCode, ErrorData } from "@tillwire/plugin-api";
import { looksLikeCardData } from "@tillwire/plugin-api/card-data";
import { errorData, explainIssues, TillwireError } from "@tillwire/plugin-api";

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

const cardDataInName = "A name in the message looks like card data. Never send any.";

/** Makes a refusal. Names in the message are the sender's own, so it is looked at before it is sent. */
export function refuse(id: RequestId, [code, message]: readonly [ErrorCode, string], number?: number): Refusal {
  const told = looksLikeCardData(message) ? cardDataInName : message;
  const error = errorData(new TillwireError(code, { message: told.slice(0, messageLengthMax), effect: "none" }));
  return { ok: false, id, error, ...(number !== undefined && { number }) };
}

/** Reads a value by a schema, or says every problem with its field: `payment.sale: lane is missing; amount is missing`. */
export function readBy<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): Read<z.output<Schema>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = explainIssues(parsed.error.issues, { schema, value, whole: "it" });
  const names = problems.flatMap(({ path }) => path.slice(-1).map(String)).join(" "); // a number may be spread over several
  if (looksLikeCardData(names)) return { ok: false, message: cardDataInName };
  const shown = problems.slice(0, problemsShownMax).map(({ message }) => message);
  return { ok: false, message: `${what}: ${shown.join("; ")}` };
}

type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };
