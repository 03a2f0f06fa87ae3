/**
 * The words for one issue of a schema: what would be right, and of which type the given value is. Never the value itself.
 * Knows the issues of zod 4; other libraries have their own words, which are left as they are.
 */

import { numberWords } from "./schema-at.ts";
import type { SchemaNode } from "./schema-at.ts";

/** An issue with whatever its library adds to what Standard Schema says. */
export type ReportedIssue = Readonly<Record<string, unknown>>;

const types: Readonly<Record<string, string>> & Readonly<Record<"int" | "number", string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object of named entries",
  record: "an object of named entries",
  null: "null",
  function: "a function",
};

const formats: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  url: "a URL such as https://till.example/path",
  hostname: "a host name such as till.example",
  ipv4: "an IPv4 address such as 192.168.0.10",
  ipv6: "an IPv6 address such as fd00::10",
  uuid: "a UUID",
  datetime: "a UTC time such as 2026-11-24T10:15:00Z",
  date: "a date such as 2026-11-24",
  time: "a time such as 10:15:00",
  base64: "bytes in base64",
  base64url: "bytes in base64url",
};

/** What zod says in English when a schema has no words of its own. */
const standardWords =
  /^(?:Invalid (?:input|option|string|number|discriminator value|(?:key|value) in \w+)(?:$|[:.])|Too (?:big|small): expected |Unrecognized keys?: )/;
const standardFormatWords = /^Invalid [\w.-]+(?: [\w.-]+)?$/;

/** True when the schema's author has said nothing: then the words are ours to choose. */
export function isWordless({ code, message }: ReportedIssue): boolean {
  if (typeof code !== "string" || typeof message !== "string") return false;
  return standardWords.test(message) || (code === "invalid_format" && standardFormatWords.test(message));
}

/** What goes on behind the field's name: `must be a whole number, not text`. `nodes`: what the schema takes there. */
export function wordsFor(issue: ReportedIssue, value: unknown, nodes: readonly SchemaNode[]): string {
  switch (issue["code"]) {
    case "invalid_type":
      return `must be ${typeWords(issue["expected"], nodes)}, not ${givenWords(value, issue["expected"])}`;
    case "invalid_value":
      return `must be ${choiceWords(issue["values"])}`;
    case "invalid_union":
      return Array.isArray(issue["options"]) ? `must be ${choiceWords(issue["options"])}` : "has none of its forms";
    case "too_big":
      return boundWords(issue, issue["maximum"], { inclusive: "at most", exclusive: "less than", nodes });
    case "too_small":
      return isEmptyText(issue)
        ? "must not be empty"
        : boundWords(issue, issue["minimum"], { inclusive: "at least", exclusive: "more than", nodes });
    case "not_multiple_of":
      return `must be a multiple of ${String(issue["divisor"])}`;
    case "invalid_format":
      return `must be ${formatWords(issue)}`;
    default:
      return "is not valid";
  }
}

/** The choices, as they are written: `"demo" or "live"`. */
export function choiceWords(values: unknown): string {
  const written = (Array.isArray(values) ? values : []).map((value) =>
    typeof value === "string" ? JSON.stringify(value) : String(value),
  );
  const last = written.pop() ?? "left out";
  return written.length === 0 ? last : `${written.join(", ")} or ${last}`;
}

function typeWords(expected: unknown, nodes: readonly SchemaNode[]): string {
  if (expected === "undefined" || expected === "never") return "left out";
  if (isNumber(expected)) return numberWords(nodes) ?? types[expected];
  return types[String(expected)] ?? `of the type ${String(expected)}`;
}

function givenWords(value: unknown, expected: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return isNumber(expected) && /^-?\d+(?:\.\d+)?$/.test(value) ? "text: write it without quotes" : "text";
    case "number":
      if (!Number.isFinite(value)) return "a number that is none";
      return expected === "int" ? "one with a fraction" : "a number";
    case "boolean":
      return "true or false";
    case "object":
      return "an object";
    case "undefined":
      return "nothing";
    case "bigint":
    case "symbol":
    case "function":
    default:
      return `a ${typeof value}`;
  }
}

function isNumber(expected: unknown): expected is "int" | "number" {
  return expected === "int" || expected === "number";
}

function isEmptyText(issue: ReportedIssue): boolean {
  return issue["origin"] === "string" && issue["minimum"] === 1 && issue["exact"] !== true;
}

function boundWords(
  { origin, exact, inclusive }: ReportedIssue,
  bound: unknown,
  words: { readonly inclusive: string; readonly exclusive: string; readonly nodes: readonly SchemaNode[] },
): string {
  const how = exact === true ? "exactly" : inclusive === false ? words.exclusive : words.inclusive;
  const unit = { string: "character", array: "entry", set: "entry", map: "entry" }[String(origin)];
  if (unit === undefined) return `must be ${range(words.nodes) ?? `${how} ${String(bound)}`}`;
  return `must have ${how} ${String(bound)} ${bound === 1 ? unit : unit.replace(/y$/, "ie") + "s"}`;
}

/** Both bounds, where there are two. */
function range(nodes: readonly SchemaNode[]): string | undefined {
  const words = numberWords(nodes);
  return words?.includes(" from ") ? words : undefined;
}

function formatWords({ format, pattern, prefix, suffix, includes }: ReportedIssue): string {
  switch (format) {
    case "regex":
      return `text that matches ${String(pattern)}`;
    case "starts_with":
      return `text that starts with ${JSON.stringify(prefix)}`;
    case "ends_with":
      return `text that ends with ${JSON.stringify(suffix)}`;
    case "includes":
      return `text that holds ${JSON.stringify(includes)}`;
    default:
      return formats[String(format)] ?? `of the form ${String(format)}`;
  }
}
