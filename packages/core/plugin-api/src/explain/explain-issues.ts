/**
 * What a schema found wrong, in plain words: which field, what is the matter with it, what would be right. For all that
 * people write (messages of a POS, configuration, settings of plugins), so that they read the same everywhere. Never
 * repeats a value, which may be a secret or card data; names of fields are repeated, bounded.
 */
import type { SettingsIssue, SettingsSchema } from "../schema.ts";
import { choiceWords, isWordless, wordsFor } from "./issue-words.ts";
import type { ReportedIssue } from "./issue-words.ts";
import { nearestName } from "./nearest-name.ts";
import { knownNames, memberOf, schemasAt } from "./schema-at.ts";

/**
 * One thing that is wrong, for a person.
 * @public
 */
export interface ExplainedIssue {
  /** Where, from the outside in. An unknown field is named itself; a missing one is where it should be. */
  readonly path: readonly PropertyKey[];
  /** The field and what is wrong with it, without a full stop: `listen.port must be at most 65535`. */
  readonly message: string;
}

/**
 * What was checked.
 * @public
 */
export interface CheckedValue {
  /** By which it was checked. Names that are not known are compared with its JSON Schema. */
  readonly schema: SettingsSchema<unknown>;
  /** As it was given. It is looked at for types and for what is missing, and never repeated. */
  readonly value: unknown;
  /** What to call the value as a whole: `the message`, `the settings`. */
  readonly whole: string;
}

/** The longest name that is repeated. */
const nameLengthMax = 100;
/** The longest path that is repeated. */
const pathLengthMax = 300;
/** The most names and alternatives that help. */
const namesShownMax = 12;
const formsShownMax = 3;

/**
 * Explains the issues of a validation, one by one; an issue about several unknown names becomes one for each. Words that
 * the schema's author chose, or that another library than zod has, are kept behind the field's name.
 * @public
 */
export function explainIssues(issues: readonly SettingsIssue[], checked: CheckedValue): readonly ExplainedIssue[] {
  return issues.flatMap((issue) => explain(issue, [], checked));
}

function explain(
  issue: SettingsIssue,
  outer: readonly PropertyKey[],
  checked: CheckedValue,
): readonly ExplainedIssue[] {
  const path = [...outer, ...stepsOf(issue)];
  const reported: ReportedIssue = { ...issue }; // with the members that only its library knows
  const value = path.reduce<unknown>(memberOf, checked.value);
  const name = nameOf(path, checked.whole);
  if (value === undefined && isAboutPresence(reported)) {
    const choices = reported["values"] ?? reported["options"];
    const right = choices === undefined ? "" : `: it must be ${choiceWords(choices)}`;
    return [{ path, message: `${name} is missing${right}` }];
  }
  if (!isWordless(reported)) return [{ path, message: `${name}: ${String(issue.message)}` }];
  const words = (): string => wordsFor(reported, value, schemasAt(checked.schema, checked.value, path));
  switch (reported["code"]) {
    case "unrecognized_keys":
      return unknownNames(listOf(reported["keys"]), path, checked);
    case "invalid_union":
      return nearestForm(listOf(reported["errors"]), path, checked) ?? [{ path, message: `${name} ${words()}` }];
    case "invalid_key":
      return [{ path, message: `${name} has a name that is not taken${reasons(listOf(reported["issues"]))}` }];
    default:
      return [{ path, message: `${name} ${words()}` }];
  }
}

function stepsOf({ path = [] }: SettingsIssue): readonly PropertyKey[] {
  return path.map((step) => (typeof step === "object" ? step.key : step));
}

/** A refinement may speak of a field that is not there; these issues say that it should be. */
function isAboutPresence({ code, expected }: ReportedIssue): boolean {
  const optional = expected === "undefined" || expected === "never";
  return !optional && ["invalid_type", "invalid_value", "invalid_union", "invalid_format"].includes(String(code));
}

function unknownNames(
  keys: readonly string[],
  at: readonly PropertyKey[],
  { schema, value, whole }: CheckedValue,
): readonly ExplainedIssue[] {
  const known = knownNames(schemasAt(schema, value, at));
  return keys.map((key, index) => {
    const path = [...at, key];
    const said = known?.includes(key) ? excluded : `is not known${hint(key, known, index)}`;
    return { path, message: `${nameOf(path, whole)} ${said}` };
  });
}

const excluded = "does not go together with the other fields";

/** The names that are known are listed once, and looked through for the first few only: comparing takes time. */
function hint(key: string, known: readonly string[] | undefined, index: number): string {
  const nearest = index < namesShownMax ? nearestName(key, known ?? []) : undefined;
  if (nearest !== undefined) return `: did you mean ${nearest}?`;
  if (known === undefined || index > 0) return "";
  if (known.length === 0) return ": nothing is taken here";
  return `: known are ${known.slice(0, namesShownMax).join(", ")}${known.length > namesShownMax ? ", …" : ""}`;
}

/** Where there are several forms, what is wrong with the one that came nearest; several as near are told together. */
function nearestForm(
  forms: readonly (readonly SettingsIssue[])[],
  path: readonly PropertyKey[],
  checked: CheckedValue,
): readonly ExplainedIssue[] | undefined {
  const fewest = Math.min(...forms.map((issues) => issues.length));
  const near = forms.filter((issues) => issues.length === fewest).slice(0, formsShownMax);
  const [first, ...others] = near.map((issues) => issues.flatMap((issue) => explain(issue, path, checked)));
  if (first === undefined || others.length === 0) return first;
  if (first.every(({ message }) => message.endsWith(excluded))) return first; // of each form the others say the same
  const told = [first, ...others].map((explained) => explained.map(({ message }) => message).join(", "));
  return [{ path, message: [...new Set(told)].join(", or ") }];
}

function reasons(issues: readonly SettingsIssue[]): string {
  const told = issues.map((issue) => (isWordless({ ...issue }) ? wordsFor({ ...issue }, "", []) : issue.message));
  return told.length === 0 ? "" : `: ${told.join(", ")}`;
}

/** A list inside an issue. Anything else is none. */
function listOf<Item>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? (value as readonly Item[]) : []; // what is in it is what zod's issue with this code says
}

/** `listen.port`, `platforms[0].use`. */
function nameOf(path: readonly PropertyKey[], whole: string): string {
  const [first = whole, ...rest] = path.map((step, index) => {
    if (typeof step === "number") return `[${step}]`;
    return (index > 0 ? "." : "") + shown(String(step));
  });
  return [first, ...rest].join("").slice(0, pathLengthMax);
}

/** A name that somebody wrote: no control characters, for it may be shown on a screen, and nothing like a card number. */
function shown(name: string): string {
  const clean = name.slice(0, nameLengthMax).replaceAll(/\p{Cc}/gu, "?");
  return /\d(?:\D?\d){11}/.test(clean) ? "(a name with many digits)" : clean;
}
