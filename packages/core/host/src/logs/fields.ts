/**
 * Makes anything fit for a log line: plain JSON, without card data, within bounds of depth, width and size. It never
 * throws, whatever it is given, because a line about a failure must not fail itself.
 */
import type { JsonValue } from "@tillwire/plugin-api";
import { errorFields } from "./error-fields.ts";
import { isHarmlessSecret, isSecretName, MASKED, maskText } from "./mask.ts";

/** Longest text kept of one value. */
const TEXT_LENGTH_MAX = 2_000;
/** Longest card number with separators: what a cut could tear apart is masked before the cut. */
const OVERLAP = 128;
const KEY_LENGTH_MAX = 100;
const DEPTH_MAX = 8;
const ENTRIES_MAX = 100;
/** Characters of JSON a line's fields may take. */
const FIELDS_LENGTH_MAX = 16_000;
/** From this length on a list of small whole numbers is taken for bytes, and only counted. */
const BYTES_LENGTH_MIN = 8;

/** A text as a line may hold it: masked, and cut with a note of what is missing. */
export function maskedText(text: string, lengthMax: number = TEXT_LENGTH_MAX): string {
  const masked = maskText(text.slice(0, lengthMax + OVERLAP));
  const missing = text.length - lengthMax;
  return missing > 0 ? `${masked.slice(0, lengthMax)}… (${missing} more)` : masked;
}

/** The fields as a line may hold them. */
export function maskedFields(fields: unknown): Record<string, JsonValue> {
  const budget: Budget = { left: FIELDS_LENGTH_MAX };
  const result = valueOf(fields, 0, budget);
  return typeof result === "object" && result !== null && !isList(result) ? { ...result } : { value: result };
}

interface Budget {
  left: number;
}

function valueOf(value: unknown, depth: number, budget: Budget): JsonValue {
  if (budget.left <= 0) return "[cut]";
  switch (typeof value) {
    case "string":
      return spent(maskedText(value), budget);
    case "number":
    case "bigint":
      return spent(numberOf(value), budget);
    case "boolean":
      return value;
    case "undefined":
      return null;
    case "object":
      return value === null ? null : objectOf(value, depth, budget);
    case "function":
    case "symbol":
      return `[${typeof value}]`;
  }
}

function spent<Value extends JsonValue>(value: Value, budget: Budget): Value | "[cut]" {
  budget.left -= JSON.stringify(value).length + 1;
  return budget.left < 0 ? "[cut]" : value;
}

function numberOf(value: number | bigint): number | string {
  const text = String(value);
  const masked = maskText(text);
  return masked === text && typeof value === "number" && Number.isFinite(value) ? value : masked;
}

function objectOf(value: object, depth: number, budget: Budget): JsonValue {
  if (depth >= DEPTH_MAX) return "[deeper]";
  try {
    if (value instanceof Error) return valueOf(errorFields(value), depth, budget);
    if (value instanceof Date) return spent(value.toJSON(), budget);
    if (ArrayBuffer.isView(value)) return spent(`[${value.byteLength} bytes]`, budget);
    if (Array.isArray(value)) return listOf(value, depth, budget);
    return recordOf(value, depth, budget);
  } catch {
    return "[unreadable]"; // a getter or a proxy threw: the rest of the line is worth more than this value
  }
}

function listOf(items: readonly unknown[], depth: number, budget: Budget): JsonValue {
  if (items.length >= BYTES_LENGTH_MIN && items.every(isByte)) return spent(`[${items.length} bytes]`, budget);
  if (items.length > 1 && items.every((item) => typeof item === "string")) {
    const joined = items.slice(0, TEXT_LENGTH_MAX).join(" ");
    if (maskText(joined) !== joined) return spent(maskedText(joined), budget);
  }
  const kept = items.slice(0, ENTRIES_MAX).map((item) => valueOf(item, depth + 1, budget));
  return items.length > ENTRIES_MAX ? [...kept, `[${items.length - ENTRIES_MAX} more]`] : kept;
}

function recordOf(value: object, depth: number, budget: Budget): JsonValue {
  const names = Object.keys(value);
  const kept = names.slice(0, ENTRIES_MAX).map((name): [string, JsonValue] => {
    const inner: unknown = Reflect.get(value, name);
    const shown = spent(maskedText(name, KEY_LENGTH_MAX), budget);
    if (isSecretName(name) && !isHarmlessSecret(inner)) return [shown, MASKED];
    return [shown, valueOf(inner, depth + 1, budget)];
  });
  if (names.length > ENTRIES_MAX) kept.push(["…", `[${names.length - ENTRIES_MAX} more]`]);
  return Object.fromEntries(kept);
}

function isByte(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
