/**
 * What a schema takes at a place inside a value, from its JSON Schema. Understands as much of JSON Schema as schemas for
 * settings and messages use; where it understands nothing, nothing is known.
 */
import type { SettingsSchema } from "../schema.ts";

/** A JSON Schema, or a part of one. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** Schemas that refer to each other in a circle end here; people write none that are deeper. */
const depthMax = 8;

/** To write a schema down takes milliseconds, and a POS that sends nonsense may do it again and again. */
const written = new WeakMap<SettingsSchema<unknown>, SchemaNode>();

/** The schemas that hold at `path` inside `value`: all of an alternative, but those that a fixed member rules out. */
export function schemasAt(
  schema: SettingsSchema<unknown>,
  value: unknown,
  path: readonly PropertyKey[],
): readonly SchemaNode[] {
  const root = jsonSchemaOf(schema);
  let inner = value;
  let nodes = formsOf(root, { root, value: inner, depth: depthMax });
  for (const step of path) {
    inner = memberOf(inner, step);
    const place = { root, value: inner, depth: depthMax };
    const forms = nodes.flatMap((node) => childrenOf(node, step)).flatMap((node) => formsOf(node, place));
    nodes = [...new Set(forms)]; // a schema may lead to itself in several ways
  }
  return nodes;
}

/** The member of that name, when the value has members. */
export function memberOf(value: unknown, step: PropertyKey): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return Reflect.get(value, step);
}

/** The names that these schemas take; `undefined` where they do not say. */
export function knownNames(nodes: readonly SchemaNode[]): readonly string[] | undefined {
  const named = nodes.flatMap(({ properties }) => (isNode(properties) ? [Object.keys(properties)] : []));
  return named.length === 0 ? undefined : [...new Set(named.flat())];
}

/** The number that these schemas take, where they agree: `a whole number from 1 to 65535`; else `undefined`. */
export function numberWords(nodes: readonly SchemaNode[]): string | undefined {
  const numbers = nodes.filter(({ type }) => type === "integer" || type === "number");
  const [words, ...others] = new Set(numbers.map(wordsOfNumber));
  return others.length > 0 ? undefined : words;
}

function wordsOfNumber({ type, minimum, maximum }: SchemaNode): string {
  const range = isBound(minimum) && isBound(maximum) ? ` from ${minimum} to ${maximum}` : "";
  return (type === "integer" ? "a whole number" : "a number") + range;
}

/** The largest whole numbers that JavaScript is exact for are no bound that anybody chose. */
function isBound(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER;
}

function jsonSchemaOf(schema: SettingsSchema<unknown>): SchemaNode {
  const known = written.get(schema) ?? writtenDown(schema);
  written.set(schema, known);
  return known;
}

function writtenDown(schema: SettingsSchema<unknown>): SchemaNode {
  try {
    const root: unknown = schema["~standard"].jsonSchema.input({ target: "draft-2020-12" });
    return isNode(root) ? root : {};
  } catch {
    return {}; // a schema with a part that JSON Schema cannot say: its issues are told without a hint
  }
}

interface Place {
  readonly root: SchemaNode;
  readonly value: unknown;
  readonly depth: number;
}

/** A schema with its alternatives and parts, each on its own. */
function formsOf(node: SchemaNode, place: Place): readonly SchemaNode[] {
  if (place.depth === 0) return [];
  const inner = { ...place, depth: place.depth - 1 };
  const parts = ["anyOf", "oneOf", "allOf"].flatMap((name): readonly unknown[] => {
    const alternatives = node[name];
    return Array.isArray(alternatives) ? alternatives : [];
  });
  const referred = typeof node["$ref"] === "string" ? [referredTo(place.root, node["$ref"])] : [];
  const all = [...parts, ...referred].filter(isNode).flatMap((part) => formsOf(part, inner));
  return [node, ...all].filter((form) => fits(form, place.value));
}

/** A reference inside the same document. */
function referredTo(root: SchemaNode, reference: string): unknown {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  const steps = reference.slice(2).split("/");
  return steps.reduce<unknown>((node, step) => memberOf(node, step.replaceAll("~1", "/").replaceAll("~0", "~")), root);
}

function fits(form: SchemaNode, value: unknown): boolean {
  const properties = isNode(form["properties"]) ? form["properties"] : {};
  return Object.entries(properties).every(([name, property]) => {
    const given = memberOf(value, name);
    return given === undefined || !isNode(property) || !("const" in property) || property["const"] === given;
  });
}

function childrenOf(node: SchemaNode, step: PropertyKey): readonly SchemaNode[] {
  const listed = typeof step === "number" ? [memberOf(node["prefixItems"], step) ?? node["items"]] : [];
  const named = memberOf(node["properties"], step) ?? node["additionalProperties"];
  return [...listed, named].filter(isNode);
}

function isNode(value: unknown): value is SchemaNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
