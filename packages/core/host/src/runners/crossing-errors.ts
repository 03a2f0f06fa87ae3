/** Errors on their way between threads: data out, errors back, with the texts of their causes and nothing live. */
import { errorDataSchema, textSchema } from "@tillwire/engine/schemas";
import { errorData, errorFromData, isErrorCode, TillwireError } from "@tillwire/plugin-api";
import type { ErrorData } from "@tillwire/plugin-api";
import { z } from "zod";
import { causeTexts } from "../logs/error-fields.ts";
import { maskedText } from "../logs/fields.ts";

const CAUSES_MAX = 10;
const MESSAGE_LENGTH_MAX = 2_000;
const CAUSE_LENGTH_MAX = 500;

export const crossingErrorSchema = z.strictObject({
  data: errorDataSchema,
  causes: z.array(textSchema).max(CAUSES_MAX),
});

/** An error as it crosses. */
export type CrossingError = z.infer<typeof crossingErrorSchema>;

/**
 * Whatever was thrown, as it crosses. What cannot be understood counts as `INTERNAL` with `effect: "possible"`, as in
 * {@link errorData}. Messages are written for people and end in logs and on tills, so card data is masked here.
 */
export function toCrossing(thrown: unknown): CrossingError {
  const data = readData(thrown);
  const [first, ...rest] = causeTexts(thrown).map((text) => maskedText(text, CAUSE_LENGTH_MAX));
  const causes = isOurs(thrown) || first === undefined ? rest : [first, ...rest];
  return { data: { ...data, message: maskedText(data.message, MESSAGE_LENGTH_MAX) }, causes };
}

/** Is it one of ours? Unlike `TillwireError.is`, this takes anything that a plugin can throw, proxies that throw too. */
export function isOurs(thrown: unknown): thrown is TillwireError {
  try {
    return TillwireError.is(thrown);
  } catch {
    return false; // whatever it is, it is not one of ours
  }
}

/** The error on the other side. */
export function fromCrossing({ data, causes }: CrossingError): TillwireError {
  const cause = causes.reduceRight<Error | undefined>(
    (inner, text) => new Error(text, inner === undefined ? {} : { cause: inner }),
    undefined,
  );
  return errorFromData(data, cause);
}

function readData(thrown: unknown): ErrorData {
  const unreadable = "Something unforeseen went wrong: what was thrown cannot be read.";
  try {
    if (!TillwireError.is(thrown)) return errorData(thrown);
    // A plugin may bring a newer copy of the contract, with codes and effects that this bridge does not know.
    const effect = thrown.effect === "none" ? "none" : "possible";
    if (isErrorCode(thrown.code))
      return errorData(new TillwireError(thrown.code, { message: String(thrown.message), effect }));
    return { code: "INTERNAL", message: `${String(thrown.code)}: ${String(thrown.message)}`, effect, retry: false };
  } catch {
    return { code: "INTERNAL", message: unreadable, effect: "possible", retry: false };
  }
}
