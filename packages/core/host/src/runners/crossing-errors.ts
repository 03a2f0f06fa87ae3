/** Errors on their way between threads: data out, errors back, with the texts of their causes and nothing live. */
import { errorDataSchema, textSchema } from "@tillwire/engine/schemas";
import { errorData, errorFromData, TillwireError } from "@tillwire/plugin-api";
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
 * Whatever was thrown, as it crosses; what is not one of ours counts as {@link errorData} says. Messages are written for
 * people and end in logs and on tills, so card data is masked here.
 */
export function toCrossing(thrown: unknown): CrossingError {
  const data = errorData(thrown);
  const [first, ...rest] = causeTexts(thrown).map((text) => maskedText(text, CAUSE_LENGTH_MAX));
  const causes = TillwireError.is(thrown) || first === undefined ? rest : [first, ...rest];
  return { data: { ...data, message: maskedText(data.message, MESSAGE_LENGTH_MAX) }, causes };
}

/** The error on the other side. */
export function fromCrossing({ data, causes }: CrossingError): TillwireError {
  const cause = causes.reduceRight<Error | undefined>(
    (inner, text) => new Error(text, inner === undefined ? {} : { cause: inner }),
    undefined,
  );
  return errorFromData(data, cause);
}
