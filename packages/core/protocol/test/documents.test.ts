import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { errorCatalog } from "@tillwire/plugin-api";
import { documents } from "../documents/all.ts";
import { errorExample, notificationExamples, paramExamples, resultExamples } from "../documents/examples.ts";
import { errorMessageSchema, notificationSchemas, resultSchemas } from "../src/bridge-messages.ts";
import { commandSchemas, sessionOpenSchema } from "../src/methods.ts";

const params: Readonly<Record<string, { parse(value: unknown): unknown }>> = {
  ...commandSchemas,
  "session.open": sessionOpenSchema,
};
const results: Readonly<Record<string, { parse(value: unknown): unknown }>> = resultSchemas;
const notifications: Readonly<Record<string, { parse(value: unknown): unknown }>> = notificationSchemas;

describe("generated documents", () => {
  test.each(documents)("$name is up to date", ({ url, content }) => {
    expect(readFileSync(url, "utf8").replaceAll(/\s+/g, " ")).toBe(content().replaceAll(/\s+/g, " "));
  });

  test("the error page and the catalog name the same codes", () => {
    const page = readFileSync(new URL("../../../../docs/reference/errors.md", import.meta.url), "utf8");
    const onPage = [...page.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code);
    expect(onPage).toEqual(Object.keys(errorCatalog));
  });

  test("every reference inside them resolves", () => {
    for (const { content, url } of documents.filter((document) => document.url.pathname.endsWith(".json"))) {
      const document: unknown = JSON.parse(content());
      for (const [, pointer = ""] of content().matchAll(/"\$ref": "#\/([^"]+)"/g)) {
        const target = pointer
          .split("/")
          .map((step) => step.replaceAll("~1", "/"))
          .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], document);
        expect(target, `${url.pathname} ${pointer}`).toBeDefined();
      }
    }
  });
});

describe("examples of the reference", () => {
  test("are what the schemas say", () => {
    for (const [name, example] of Object.entries(paramExamples)) params[name]?.parse(example);
    for (const [name, example] of Object.entries(resultExamples)) results[name]?.parse(example);
    for (const [name, example] of Object.entries(notificationExamples)) notifications[name]?.parse(example);
    errorMessageSchema.parse(errorExample);
    expect(Object.keys(paramExamples).toSorted()).toEqual(Object.keys(params).toSorted());
  });
});
