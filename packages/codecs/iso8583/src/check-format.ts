/** Checks the parts that a dialect and a field with fields of its own have in common. */
import { errorData } from "@tillwire/plugin-api";
import { fieldMistakes } from "./check-field.ts";
import { membersOf, notOneOf, unknownKeys, withPlace } from "./check-value.ts";
import { codePages } from "./code-pages.ts";
import type { HeaderFormat } from "./dialect.ts";
import { headerCodec } from "./header.ts";

const headerKeys = { none: ["kind"], tpdu: ["kind", "default"], pattern: ["kind", "pattern", "default"] };

export function headerMistakes(given: unknown): string[] {
  const header = membersOf(given);
  const { kind, pattern, default: standard } = header;
  if (kind !== "none" && kind !== "tpdu" && kind !== "pattern") {
    return withPlace("header", notOneOf("kind", kind, Object.keys(headerKeys)));
  }
  const mistakes = unknownKeys(header, headerKeys[kind]);
  if (kind === "pattern" && typeof pattern !== "string") mistakes.push("pattern has to be text.");
  if (standard !== undefined && typeof standard !== "string") mistakes.push("default has to be text.");
  // Its members have just been found to be what the type says.
  return withPlace("header", mistakes.length > 0 ? mistakes : patternMistakes(given as HeaderFormat));
}

/** What the texts of a header have to look like is known where they are read. */
function patternMistakes(header: HeaderFormat): string[] {
  try {
    headerCodec(header);
    return [];
  } catch (error) {
    return [errorData(error).message];
  }
}

export function codePageMistakes(codePage: unknown): string[] {
  return codePage === undefined ? [] : notOneOf("codePage", codePage, Object.keys(codePages));
}

/** `range`: the first and the last number that a field can have. */
export function formatsMistakes(fields: unknown, [first, last]: readonly [number, number]): string[] {
  if (typeof fields !== "object" || fields === null) return ["fields has to be an object of formats by number."];
  return Object.entries(fields).flatMap(([key, format]: [string, unknown]) => {
    const number = Number(key);
    if (String(number) !== key || !Number.isInteger(number) || number < first || number > last) {
      return [`"${key}" is not the number of a field, ${first} to ${last}.`];
    }
    return withPlace(`Field ${number}`, fieldMistakes(format));
  });
}
