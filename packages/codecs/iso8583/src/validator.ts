/**
 * Checks the content of messages, apart from reading and writing them: a host's message that breaks the standard still has
 * to be read. All problems are found, each with its field, and none says anything of the value.
 */
import { parseAdditionalAmounts } from "./additional-amounts.ts";
import { contentMistake } from "./content.ts";
import type { Dialect, FieldFormat } from "./dialect.ts";
import type { FieldValue, Message } from "./message.ts";
import { numberedEntries } from "./numbered.ts";

/** Something wrong with a message. */
export interface Problem {
  /** Number of the field; 0 is the message type. */
  readonly field: number;
  /** What is wrong, for a person. Never says what the field holds. */
  readonly problem: string;
}

/** Which fields a message of a type has to have, and which it may have besides. */
export interface MessageRule {
  readonly required: readonly number[];
  /** When absent, any may be there. */
  readonly optional?: readonly number[];
}

/** Rules by message type: `0420`. A type without one is not looked at; with `onlyListed` it is a problem. */
export interface MessageRules {
  readonly types: Readonly<Record<string, MessageRule>>;
  readonly onlyListed?: boolean;
}

/** Finds all problems of a message; none means valid. */
export type Validator = (message: Message) => Problem[];

const noRules: MessageRules = { types: {} };

/** Makes the validator of a dialect, optionally with rules on which fields its messages have. */
export function compileValidator(dialect: Dialect, rules: MessageRules = noRules): Validator {
  const types = new Map(Object.entries(rules.types).map(([mti, rule]) => [mti, prepareRule(rule)] as const));
  return (message) => [
    ...typeProblems(message, rules.onlyListed === true && !types.has(message.mti)),
    ...ruleProblems(message, types.get(message.mti)),
    ...numberedEntries(message.fields).flatMap(([number, value]) =>
      fieldProblems(number, value, dialect.fields[number]),
    ),
  ];
}

interface PreparedRule {
  readonly required: readonly number[];
  readonly allowed: ReadonlySet<number> | undefined;
}

function prepareRule({ required, optional }: MessageRule): PreparedRule {
  return { required, allowed: optional === undefined ? undefined : new Set([...required, ...optional]) };
}

function typeProblems({ mti }: Message, isUnlisted: boolean): Problem[] {
  if (!/^[0-9]{4}$/.test(mti)) return [{ field: 0, problem: "The message type is not four digits." }];
  return isUnlisted ? [{ field: 0, problem: "The message type is none that is expected." }] : [];
}

function ruleProblems({ mti, fields }: Message, rule: PreparedRule | undefined): Problem[] {
  if (rule === undefined) return [];
  const missing = rule.required
    .filter((number) => (fields[number]?.length ?? 0) === 0)
    .map((field) => ({ field, problem: `It is missing or empty: a message of type ${mti} has to have it.` }));
  const { allowed } = rule;
  if (allowed === undefined) return missing;
  const unexpected = numberedEntries(fields)
    .filter(([number]) => !allowed.has(number))
    .map(([field]) => ({ field, problem: `It is not expected in a message of type ${mti}.` }));
  return [...missing, ...unexpected];
}

function fieldProblems(number: number, value: FieldValue, format: FieldFormat | undefined): Problem[] {
  if (format === undefined) return [{ field: number, problem: "The dialect has no format for it." }];
  return [lengthMistake(value, format), mistakeOf(number, value, format)]
    .filter((problem) => problem !== undefined)
    .map((problem) => ({ field: number, problem }));
}

function lengthMistake({ length: given }: FieldValue, { length, prefix, padding }: FieldFormat): string | undefined {
  if (given > length) return `It has ${given} places, at most ${length} are allowed.`;
  return given < length && prefix === undefined && padding === undefined
    ? `It has ${given} places instead of ${length}.`
    : undefined;
}

function mistakeOf(number: number, value: FieldValue, format: FieldFormat): string | undefined {
  const isBytes = format.encoding === "binary" || format.encoding === "hex" || format.encoding === "ebcdic-hex";
  if (typeof value !== "string") return isBytes ? undefined : "It holds bytes where text belongs.";
  if (isBytes) return "It holds text where bytes belong.";
  return contentMistake(value, format) ?? particularMistake(number, value);
}

/** What holds for a field beyond its kind, in every version of the standard. */
function particularMistake(number: number, value: string): string | undefined {
  if (number === 11 && value === "000000") return "A trace number starts at 000001.";
  if (number === 54) return isAdditionalAmounts(value) ? undefined : "It is not made of amounts of 20 characters.";
  return undefined;
}

function isAdditionalAmounts(value: string): boolean {
  try {
    parseAdditionalAmounts(value);
    return true;
  } catch {
    return false; // the parser's reason is that it is none
  }
}
