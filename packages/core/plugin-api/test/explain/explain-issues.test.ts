import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { explainIssues } from "../../src/index.ts";
import type { SettingsSchema } from "../../src/index.ts";

function issuesOf(schema: SettingsSchema<unknown>, value: unknown) {
  const validation = schema["~standard"].validate(value);
  if (validation instanceof Promise) throw new TypeError("These schemas answer at once.");
  return explainIssues(validation.issues ?? [], { schema, value, whole: "the settings" });
}

const told = (schema: SettingsSchema<unknown>, value: unknown): readonly string[] =>
  issuesOf(schema, value).map(({ message }) => message);

const settings = z.strictObject({
  host: z.string().min(1).max(5).exactOptional(),
  port: z.int().min(1).max(65_535).exactOptional(),
  mode: z.enum(["demo", "live"]).exactOptional(),
  timeouts: z.strictObject({ answerMs: z.int().exactOptional(), pingEveryMs: z.int().exactOptional() }).exactOptional(),
  lanes: z.record(z.string().regex(/^[a-z]+$/, "small letters only"), z.boolean()).exactOptional(),
  list: z
    .array(z.strictObject({ use: z.string() }))
    .min(1)
    .max(2)
    .exactOptional(),
  key: z
    .string()
    .regex(/^[a-z]{8}$/, "8 small letters")
    .exactOptional(),
  answer: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("tip"), tipMinor: z.int() }),
      z.strictObject({ kind: z.literal("signature"), matches: z.boolean() }),
    ])
    .exactOptional(),
  either: z.union([z.strictObject({ key: z.string() }), z.strictObject({ id: z.int() })]).exactOptional(),
  lane: z
    .union([
      z
        .strictObject({ terminal: z.string(), waitMs: z.int().min(1).max(9), level: z.int().min(1).max(2) })
        .partial({ level: true }),
      z
        .strictObject({ reader: z.string(), waitMs: z.int().min(1).max(9), level: z.int().min(1).max(5) })
        .partial({ level: true }),
    ])
    .exactOptional(),
  url: z.url().exactOptional(),
  step: z.number().gt(0).lt(10).multipleOf(5).exactOptional(),
  code: z.string().length(3).exactOptional(),
  pattern: z.string().regex(/^a+$/).exactOptional(),
  start: z.string().startsWith("tw_").exactOptional(),
  refined: z
    .string()
    .refine((text) => text === "x")
    .exactOptional(),
});

describe("an issue", () => {
  test.each<[string, unknown, string]>([
    ["text in place of a number", { port: "seven" }, "port must be a whole number from 1 to 65535, not text"],
    [
      "a number in quotes",
      { port: "7460" },
      "port must be a whole number from 1 to 65535, not text: write it without quotes",
    ],
    [
      "text in place of a number that all forms take",
      { lane: { reader: "", waitMs: "x" } },
      "lane.waitMs must be a whole number from 1 to 9, not text",
    ],
    [
      "text in place of a number that forms take differently",
      { lane: { reader: "", waitMs: 1, level: "x" } },
      "lane.level must be a number, not text",
    ],
    ["a fraction", { port: 1.5 }, "port must be a whole number from 1 to 65535, not one with a fraction"],
    ["a number that is none", { step: Number.NaN }, "step must be a number, not a number that is none"],
    ["null", { port: null }, "port must be a whole number from 1 to 65535, not null"],
    ["a list", { port: [1] }, "port must be a whole number from 1 to 65535, not a list"],
    ["an object", { host: {} }, "host must be text, not an object"],
    ["a truth value", { host: true }, "host must be text, not true or false"],
    ["text in place of a truth value", { lanes: { a: "yes" } }, "lanes.a must be true or false, not text"],
    ["text in place of an object", { timeouts: "long" }, "timeouts must be an object of named entries, not text"],
    ["text in place of a list", { list: "a" }, "list must be a list, not text"],
    ["a number too high", { port: 70_000 }, "port must be a whole number from 1 to 65535"],
    ["a number too low", { port: 0 }, "port must be a whole number from 1 to 65535"],
    ["a number on the edge", { step: 10 }, "step must be less than 10"],
    ["a number on the other edge", { step: 0 }, "step must be more than 0"],
    ["no multiple", { step: 4 }, "step must be a multiple of 5"],
    ["an empty text", { host: "" }, "host must not be empty"],
    ["a long text", { host: "123456" }, "host must have at most 5 characters"],
    ["a text of another length", { code: "ab" }, "code must have exactly 3 characters"],
    ["an empty list", { list: [] }, "list must have at least 1 entry"],
    ["a long list", { list: [{ use: "" }, { use: "" }, { use: "" }] }, "list must have at most 2 entries"],
    ["no choice", { mode: "real" }, 'mode must be "demo" or "live"'],
    ["a missing member in a list", { list: [{}] }, "list[0].use is missing"],
    ["a form with words of its own", { key: "short" }, "key: 8 small letters"],
    ["a form without words", { pattern: "b" }, "pattern must be text that matches /^a+$/"],
    ["a beginning", { start: "b" }, 'start must be text that starts with "tw_"'],
    ["a known format", { url: "nowhere" }, "url must be a URL such as https://till.example/path"],
    ["a condition without words", { refined: "y" }, "refined is not valid"],
    [
      "a name that is not taken",
      { lanes: { Till: true } },
      "lanes.Till has a name that is not taken: small letters only",
    ],
    ["an unknown kind", { answer: { kind: "pin" } }, 'answer.kind must be "tip" or "signature"'],
    ["a kind that is missing", { answer: {} }, 'answer.kind is missing: it must be "tip" or "signature"'],
    ["nothing of two forms", { either: {} }, "either.key is missing, or either.id is missing"],
    ["nearly one of two forms", { either: { key: 5 } }, "either.key must be text, not a number"],
    ["another type as a whole", 5, "the settings must be an object of named entries, not a number"],
  ])("about %s says what would be right", (_, value, message) => {
    expect(told(settings, value)).toEqual([message]);
  });

  test.each<[string, unknown, string]>([
    ["a slip", { prot: 1 }, "prot is not known: did you mean port?"],
    [
      "a beginning",
      { answer: { kind: "tip", tipMinor: 1, tip: 1 } },
      "answer.tip is not known: did you mean tipMinor?",
    ],
    [
      "another way of writing",
      { timeouts: { "ping-every-ms": 1 } },
      "timeouts.ping-every-ms is not known: did you mean pingEveryMs?",
    ],
    ["nothing like it", { timeouts: { color: 1 } }, "timeouts.color is not known: known are answerMs, pingEveryMs"],
    [
      "a field of another kind",
      { answer: { kind: "tip", tipMinor: 1, matches: true } },
      "answer.matches is not known: known are kind, tipMinor",
    ],
    [
      "a field of the other form",
      { either: { key: "a", id: 1 } },
      "either.id does not go together with the other fields",
    ],
    ["a field inside a list", { list: [{ use: "a", us: 1 }] }, "list[0].us is not known: did you mean use?"],
  ])("about an unknown name (%s) names it and the nearest known one", (_, value, message) => {
    expect(told(settings, value)).toEqual([message]);
  });

  test("about several unknown names becomes one for each, at its own place", () => {
    expect(issuesOf(settings, { prot: 1, hots: 2 })).toMatchObject([{ path: ["prot"] }, { path: ["hots"] }]);
  });

  test("about thousands of unknown names is soon told", () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`prot${index}`, index]));
    const startedAt = performance.now();
    expect(told(settings, many)).toHaveLength(10_000);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test("about a name where nothing is taken says so", () => {
    expect(told(z.strictObject({}), { lane: 1 })).toEqual(["lane is not known: nothing is taken here"]);
  });

  test("about many known names lists some of them", () => {
    expect(told(settings, { zzzzzzzz: 1 })[0]).toMatch(/known are host, port, .*, …$/);
  });
});

describe("the known names", () => {
  test("are found behind references, also in a circle", () => {
    interface Tree {
      readonly leaf?: number;
      readonly branch?: Tree;
    }
    const tree: z.ZodType<Tree> = z.lazy(() =>
      z.strictObject({ leaf: z.number().exactOptional(), branch: tree.exactOptional() }).meta({ id: "Tree" }),
    );
    expect(told(tree, { branch: { branch: { laef: 1 } } })).toEqual([
      "branch.branch.laef is not known: did you mean leaf?",
    ]);
  });

  test.each<[string, () => Record<string, unknown>]>([
    ["that throws", () => JSON.parse("{") as never],
    ["that says nothing", () => ({})],
    ["that is none", () => null as never],
    ["that refers to itself", () => ({ $ref: "#" })],
    ["that refers to nothing", () => ({ $ref: "#/$defs/a" })],
    ["that refers elsewhere", () => ({ $ref: "https://till.example/schema" })],
  ])("of a JSON Schema %s are no hint", (_, input) => {
    const schema = z.strictObject({});
    const standard = { ...schema["~standard"], jsonSchema: { input } };
    expect(told({ "~standard": standard }, { a: 1 })).toEqual(["a is not known"]);
  });
});

describe("words of others", () => {
  const foreign = (issue: object): SettingsSchema<unknown> => ({
    "~standard": {
      version: 1,
      vendor: "another",
      validate: () => ({ issues: [{ message: "", ...issue }] }),
      jsonSchema: { input: () => ({}) },
    },
  });

  test("stay, behind the field's name", () => {
    const issue = { message: "Expected a port", path: [{ key: "listen" }, "port"] };
    expect(told(foreign(issue), {})).toEqual(["listen.port: Expected a port"]);
    expect(told(foreign({ message: "Wrong" }), {})).toEqual(["the settings: Wrong"]);
    expect(told(foreign({ message: "Must be odd", code: "custom", path: ["a"] }), {})).toEqual(["a: Must be odd"]);
  });

  test("that look like ours with nothing behind them still make a sentence", () => {
    const codes = ["invalid_type", "invalid_value", "invalid_union", "too_big", "too_small", "invalid_format", "x"];
    for (const code of [...codes, "unrecognized_keys", "invalid_key", "not_multiple_of"]) {
      for (const { message } of issuesOf(foreign({ code, message: "Invalid input", path: ["a"] }), { a: 1 })) {
        expect(message).toMatch(/^a \w/);
      }
    }
  });
});

describe("what was given", () => {
  const schema = z.strictObject({
    text: z.string().max(3),
    number: z.int().max(5),
    choice: z.enum(["a", "b"]),
    nested: z.record(z.string().max(3), z.union([z.literal("x"), z.strictObject({ y: z.email() })])),
  });
  const secret = fc.stringMatching(/^[A-Z]{12,20}$/);
  const value = fc.record({
    text: secret,
    number: secret,
    choice: secret,
    nested: fc.dictionary(fc.constantFrom("a", "b"), secret),
  });

  test("is never repeated", () => {
    fc.assert(
      fc.property(value, (given) => {
        const message = told(schema, given).join("\n");
        expect(message).not.toBe("");
        for (const text of JSON.stringify(given).match(/[A-Z]{12,}/g) ?? []) expect(message).not.toContain(text);
      }),
    );
  });

  test("may be anything: there are a few short lines for it", () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (given) => {
        for (const { message } of issuesOf(settings, given)) {
          expect(message.length).toBeLessThanOrEqual(1_500);
          expect(message).not.toMatch(/Invalid input|Unrecognized|expected|received/);
        }
      }),
    );
  });

  test("may have names that are long, that hide a card number, or that steer a screen", () => {
    const [long = ""] = told(settings, { ["x".repeat(5_000)]: 1 });
    expect(long.length).toBeLessThan(400);
    expect(told(settings, { "4111 1111-1111 1111": 1 }).join("")).not.toContain("1111");
    expect(told(settings, { "\u001b[2Jport": 1 })[0]).toMatch(/^\?\[2Jport is not known/);
  });
});
