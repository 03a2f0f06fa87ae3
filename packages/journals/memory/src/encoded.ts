/** Data as JSON text, and the refusal of what would not come back as it is. */
import type { JsonValue } from "@tillwire/plugin-api";
import { problem } from "./problem.ts";

/** A copy by way of text, as from a disk. Throws `INTERNAL` at what is not JSON. */
export function throughText(data: JsonValue): JsonValue {
  const text = JSON.stringify(data, (_name, value: unknown) => {
    if (isJson(value)) return value;
    throw problem("INTERNAL", "The journal keeps JSON only, and this record's data is none. Nothing was written.");
  });
  return JSON.parse(text) as JsonValue; // the text was made of nothing but JSON
}

function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || ["string", "boolean", "object"].includes(typeof value);
}
