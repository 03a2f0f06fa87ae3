import { readFileSync } from "node:fs";
import draft07 from "ajv";
import draft2020 from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { errorCatalog } from "@tillwire/plugin-api";
import { documents } from "../documents/all.ts";
import { asyncApiDocument } from "../documents/asyncapi.ts";
import { methodExamples } from "../documents/examples/methods.ts";
import { errorExample, eventExamples, eventOf, notificationExamples } from "../documents/examples/notifications.ts";
import { jsonSchemaDocument } from "../documents/json-schema.ts";
import { methodNames, notificationNames } from "../documents/texts.ts";
import {
  closeCodes,
  errorMessageSchema,
  errorNumbers,
  notificationSchemas,
  parseRequest,
  resultSchemas,
} from "../src/index.ts";

const root = new URL("../../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** Compiled without our schema library: what a POS in another language would check messages with. */
const validator = new draft2020.Ajv2020({ validateFormats: false, allErrors: true });
validator.addSchema(jsonSchemaDocument(), "tillwire");

function problemsOf(definition: string, message: unknown): string {
  const validate = validator.getSchema(`tillwire#/$defs/${definition}`);
  if (!validate) throw new Error(`The document does not define ${definition}.`);
  return validate(message) === true ? "" : validator.errorsText(validate.errors);
}

const requests = methodNames.flatMap((method) =>
  methodExamples[method].map(({ params, result }) => ({ method, params, result })),
);
const envelope = { jsonrpc: "2.0", id: 1 } as const;

describe("generated documents", () => {
  test.each(documents)("$name is up to date", ({ url, content }) => {
    expect(readFileSync(url, "utf8").replaceAll("\r\n", "\n")).toBe(content());
  });

  test("the AsyncAPI document is one, by the specification's own schema", () => {
    const specification: unknown = JSON.parse(
      readFileSync(new URL(import.meta.resolve("@asyncapi/specs/schemas/3.0.0.json")), "utf8"),
    );
    // The specification's schema brings its own copy of the meta-schema.
    const ajv = new draft07.Ajv({
      meta: false,
      strict: false,
      validateSchema: false,
      validateFormats: false,
      allErrors: true,
    });
    const validate = ajv.compile(specification as object);
    expect(validate(asyncApiDocument()), ajv.errorsText(validate.errors)).toBe(true);
    const { operations: _, ...rest } = asyncApiDocument();
    expect(validate({ ...rest, operations: { broken: { action: "shout" } } })).toBe(false);
  });

  test.each([
    ["JSON Schema", jsonSchemaDocument],
    ["AsyncAPI", asyncApiDocument],
  ])("every reference inside the %s document leads somewhere", (_, document) => {
    const content: unknown = JSON.parse(JSON.stringify(document()));
    const pointers = [...JSON.stringify(content).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, pointer = ""]) => pointer);
    expect(pointers.length).toBeGreaterThan(50);
    for (const pointer of pointers) {
      const target = pointer
        .split("/")
        .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], content);
      expect(target, pointer).toBeDefined();
    }
  });

  test("the AsyncAPI document lets every request be answered by its result or an error", () => {
    const { operations, channels } = asyncApiDocument() as {
      operations: Record<string, { action: string; reply?: { messages: { $ref: string }[] } }>;
      channels: { bridge: { messages: Record<string, unknown> } };
    };
    for (const name of methodNames) {
      const prefix = "#/channels/bridge/messages/";
      const replies = operations[name]?.reply?.messages.map(({ $ref }) => $ref.replace(prefix, ""));
      expect(replies).toEqual([`${name}.answer`, "error.answer"]);
      for (const reply of replies ?? []) expect(channels.bridge.messages).toHaveProperty([reply]);
    }
    for (const name of notificationNames) expect(operations[name]?.action).toBe("send");
  });
});

describe("the protocol page", () => {
  test("names every close code and every error number", () => {
    const page = read("docs/reference/protocol.md");
    for (const code of [...Object.values(closeCodes), ...Object.values(errorNumbers)]) {
      expect(page).toContain(`| ${code} | `);
    }
  });
});

describe("the error page, the catalog and the types", () => {
  const rows = [
    ...read("docs/reference/errors.md").matchAll(/^\| `([A-Z_]+)` \| (.+) \| (.+) \| (yes|no) \| (.+) \|$/gm),
  ];

  test("name the same codes, with the same words", () => {
    const onPage = rows.map(([, code, meaning, remedy, retry, seenBy]) => ({ code, meaning, remedy, retry, seenBy }));
    const inCatalog = Object.entries(errorCatalog).map(([code, { meaning, remedy, retry, seenBy }]) => {
      return { code, meaning, remedy, retry: retry ? "yes" : "no", seenBy: seenBy.join(", ") };
    });
    expect(onPage).toEqual(inCatalog);
  });

  test("name the codes that travel", () => {
    for (const [, code] of rows) {
      const message = { code: -32_000, message: "x", data: { code, effect: "none", retry: false } };
      expect(problemsOf("error", message)).toBe("");
    }
    expect(problemsOf("error", { ...errorExample, data: { ...errorExample.data, code: "OUT_OF_PAPER" } })).not.toBe("");
  });
});

describe("examples of the reference", () => {
  test.each(requests)("of $method are what the parser takes and the schemas say", ({ method, params, result }) => {
    const request = { ...envelope, method, params };
    expect(parseRequest(JSON.stringify(request), 65_536)).toMatchObject({ ok: true, request: { id: 1 } });
    expect(resultSchemas[method].parse(result)).toBeDefined();
    expect(problemsOf(`${method}.request`, request)).toBe("");
    expect(problemsOf("FromPos", request)).toBe("");
    expect(problemsOf(`${method}.answer`, { ...envelope, result })).toBe("");
    expect(problemsOf("FromBridge", { ...envelope, result })).toBe("");
  });

  test.each(notificationNames)("of %s are what the schemas say", (name) => {
    notificationSchemas[name].parse(notificationExamples[name]);
    const message = { jsonrpc: "2.0", method: name, params: notificationExamples[name] };
    expect(problemsOf(`${name}.notification`, message)).toBe("");
  });

  test.each(Object.values(eventExamples))("of the event $type are what the schemas say", (body) => {
    expect(notificationSchemas["payment.event"].parse(eventOf(body))).toEqual(eventOf(body));
    expect(problemsOf("payment.event.content", eventOf(body))).toBe("");
  });

  test("of an error are what the schemas say", () => {
    errorMessageSchema.parse(errorExample);
    for (const id of [1, "a", null])
      expect(problemsOf("error.answer", { jsonrpc: "2.0", id, error: errorExample })).toBe("");
  });

  test("that are spoiled are refused by the JSON Schema document too", () => {
    for (const { method, params } of requests) {
      expect(problemsOf(`${method}.request`, { ...envelope, method, params: { ...params, color: "blue" } })).not.toBe(
        "",
      );
      expect(problemsOf(`${method}.request`, { ...envelope, method, params, color: "blue" })).not.toBe("");
    }
    const { payment } = methodExamples["payment.sale"][0]?.result ?? {};
    expect(problemsOf("payment.sale.result", { payment: { ...payment, color: "blue" } })).toBe("");
    expect(problemsOf("payment.sale.result", { payment: { ...payment, state: "lost" } })).not.toBe("");
  });
});
