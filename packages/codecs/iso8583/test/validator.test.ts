import { describe, expect, test } from "vitest";
import {
  compileDialect,
  compileValidator,
  iso87Ascii,
  iso87AsciiHex,
  iso93Ascii,
  type Fields,
  type MessageRules,
} from "../src/index.ts";
import { bytesOf, dialectOf, vectors, type Vector } from "./support/vectors.ts";

const decoded = (vector: Vector) => compileDialect(dialectOf(vector)).decode(bytesOf(vector));

/** Which published messages break the rules of their fields, and where. All others break none. */
const knownProblems: Readonly<Record<string, readonly number[]>> = {
  // Made to show that every field can be packed: no signs in front of fees, no card number, no track, no amounts.
  "jpos-iso87a-all-fields": [28, 29, 30, 31, 34, 36, 54],
  "jpos-iso87a-field64": [28, 29, 30, 31, 34, 36, 54],
  "jpos-iso87b-all-fields": [28, 29, 30, 31, 34, 54],
  "jpos-iso93a-all-fields": [34, 36, 54, 56],
  // The card number is "X".
  "j8583-issue34-0200": [2],
  "j8583-issue34-0210": [2],
  "j8583-issue34-0400": [2],
  // Invalid on purpose: month 90.
  "moov-iso_reversal_message_error_date": [13],
};

describe("published and generated messages", () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
    const problems = compileValidator(dialectOf(vector))(decoded(vector));
    expect(problems.map(({ field }) => field)).toEqual(knownProblems[vector.name] ?? []);
  });

  test("the reversal advices, by a rule on which fields they have", () => {
    const rules: MessageRules = { types: { "0420": { required: [3, 4, 7, 11, 12, 25, 32], optional: [2] } } };
    const validate = compileValidator(iso87AsciiHex, rules);
    const problemsOf = (name: string) => {
      const vector = vectors.find((each) => each.name === name);
      if (vector === undefined) throw new Error(`no vector ${name}`);
      return validate(decoded(vector));
    };
    expect(problemsOf("moov-iso_reversal_message_advice")).toEqual([]);
    expect(problemsOf("moov-iso_reversal_message_advice_missing_field")).toEqual([
      { field: 32, problem: "It is missing or empty: a message of type 0420 has to have it." },
    ]);
    expect(problemsOf("moov-iso_reversal_message_advice_unexpected_field")).toEqual([
      { field: 13, problem: "It is not expected in a message of type 0420." },
      { field: 14, problem: "It is not expected in a message of type 0420." },
    ]);
  });
});

describe("content", () => {
  const validate = compileValidator(iso87Ascii);
  const problemsOf = (fields: Fields) => validate({ mti: "0200", fields }).map(({ problem }) => problem);

  test.each([
    [2, "5413330089020011X", "Character 17 is none of digits."],
    [2, "54133300890200115413", "It has 20 places, at most 19 are allowed."],
    [3, "00 000", "Character 3 is none of digits."],
    [4, "-00000000001", "Character 1 is none of digits."],
    [7, "1323140501", "It is no time MMDDhhmmss."],
    [7, "0230140501", "It is no time MMDDhhmmss."],
    [7, "1123240501", "It is no time MMDDhhmmss."],
    [11, "000000", "A trace number starts at 000001."],
    [12, "096001", "It is no time hhmmss."],
    [13, "0431", "It is no time MMDD."],
    [13, "0100", "It is no time MMDD."],
    [14, "2913", "It is no time YYMM."],
    [14, "29", "It is no time YYMM."],
    [28, "000000100", "It is not C or D and digits."],
    [34, "AB", "Character 1 is none of digits and special characters."],
    [35, "5413330089020011^2912", "Character 17 is none of track data."],
    [35, "%B5413330089020011", "Character 1 is none of track data."],
    [37, "63271400010!", "Character 12 is none of letters and digits."],
    [38, "A1234\u0000", "Character 6 is none of letters and digits."],
    [41, "TERM\u001B[2J", "Character 5 is none of printable characters."],
    [43, "Zürich", "Character 2 is none of printable characters."],
    [52, "0123456789ABCDEF", "It has 16 places, at most 8 are allowed."],
    [52, Uint8Array.of(1, 2), "It has 2 places instead of 8."],
    [54, "000000001000000000002000", "It is not made of amounts of 20 characters."],
    [97, "X0000000000333400", "It is not C or D and digits."],
    [41, Uint8Array.of(1), "It holds bytes where text belongs."],
    [55, "9F26", "It holds text where bytes belong."],
    [65, "1", "The dialect has no format for it."],
  ])("field %d: %j", (number, value, problem) => {
    expect(problemsOf({ [number]: value })).toContain(problem);
  });

  test("what is allowed", () => {
    const fields = {
      ...{
        2: "5413330089020011",
        7: "0229235959",
        14: "9912",
        28: "D00000100",
        35: "5413330089020011D2912",
        38: "Y1    ",
      },
      ...{ 41: "T-1 (a)!", 52: new Uint8Array(8), 54: "0002840C000000000500", 55: Uint8Array.of(0x95, 0), 32: "" },
    };
    expect(problemsOf(fields)).toEqual([]);
    const times = { 12: "271231235959", 13: "2712", 15: "270228", 28: "270101" };
    expect(compileValidator(iso93Ascii)({ mti: "1200", fields: times })).toEqual([]);
  });

  test("the message type, and a type that is not expected", () => {
    const rules = { types: { "0800": { required: [11] } } };
    const strict = compileValidator(iso87Ascii, { ...rules, onlyListed: true });
    expect(validate({ mti: "20", fields: {} })).toEqual([
      { field: 0, problem: "The message type is not four digits." },
    ]);
    expect(strict({ mti: "0200", fields: {} })).toEqual([
      { field: 0, problem: "The message type is none that is expected." },
    ]);
    expect(strict({ mti: "0800", fields: { 11: "000001", 70: "301" } })).toEqual([]);
    expect(strict({ mti: "0800", fields: { 11: "" } }).map(({ field }) => field)).toEqual([11]);
    expect(compileValidator(iso87Ascii, rules)({ mti: "0200", fields: {} })).toEqual([]);
  });

  test("all problems are found, in the order of the fields", () => {
    const fields = { 39: "!!", 4: "x", 11: "000000", 2: "y" };
    expect(validate({ mti: "0210", fields }).map(({ field }) => field)).toEqual([2, 4, 11, 39]);
  });

  test("no problem says anything of a value", () => {
    const secret = "4929QWXZ-SECRET-VALUE-4929QWXZ".repeat(5);
    for (const number of Object.keys(iso87Ascii.fields)) {
      const problems = validate({ mti: "0200", fields: { [Number(number)]: secret } });
      expect(JSON.stringify(problems)).not.toMatch(/SECRET|4929|QWXZ/);
    }
  });
});
