/** Errors on their way between threads: data out, errors back, with the texts of their causes and nothing live. */
import { errorDataSchema, textSchema } from "@tillwire/engine/schemas";
import { errorData, errorFromData, TillwireError } from "@tillwire/plugin-api";
import { z } from "zod";
import { causeTexts } from "../logs/error-fields.ts";
import { maskedText } from "../logs/fields.ts";
import { OptionsError } from "../options-error.ts";
import type { OptionsProblem } from "../options-error.ts";

const CAUSES_MAX = 10;
const MESSAGE_LENGTH_MAX = 2_000;
const CAUSE_LENGTH_MAX = 500;
const PROBLEMS_MAX = 10;
const PATH_LENGTH_MAX = 30;
const STEP_LENGTH_MAX = 200;

const problemSchema = z.strictObject({
  path: z.array(z.union([textSchema, z.int()])).max(PATH_LENGTH_MAX),
  message: textSchema,
});

export const crossingErrorSchema = z.strictObject({
  data: errorDataSchema,
  causes: z.array(textSchema).max(CAUSES_MAX),
  /** Of an error about options: what is wrong where. */
  problems: z.array(problemSchema).max(PROBLEMS_MAX).exactOptional(),
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
  const problems = thrown instanceof OptionsError ? thrown.problems.slice(0, PROBLEMS_MAX).map(problemData) : undefined;
  return {
    data: { ...data, message: maskedText(data.message, MESSAGE_LENGTH_MAX) },
    causes,
    ...(problems && { problems }),
  };
}

function problemData({ path, message }: OptionsProblem): OptionsProblem & z.infer<typeof problemSchema> {
  const steps = path.slice(0, PATH_LENGTH_MAX);
  return {
    path: steps.map((step) => (typeof step === "number" ? step : maskedText(step, STEP_LENGTH_MAX))),
    message: maskedText(message, MESSAGE_LENGTH_MAX),
  };
}

/** The error on the other side. */
export function fromCrossing({ data, causes, problems }: CrossingError): TillwireError {
  const cause = causes.reduceRight<Error | undefined>(
    (inner, text) => new Error(text, inner === undefined ? {} : { cause: inner }),
    undefined,
  );
  if (problems !== undefined) return new OptionsError(data.code, { message: data.message, problems, cause });
  return errorFromData(data, cause);
}
