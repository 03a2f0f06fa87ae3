/**
 * All messages as one JSON Schema document, for code generators and validators in other languages: whole messages
 * (`payment.sale.request`), what stands in them (`payment.sale.params`), and the shapes they share (`Payment`).
 */
import { z } from "zod";
import { errorMessageSchema, notificationSchemas, resultSchemas } from "../src/bridge-messages.ts";
import { commandSchemas, sessionOpenSchema } from "../src/methods.ts";
import { protocolVersion } from "../src/wire.ts";
import { methodNames, notificationNames } from "./texts.ts";

/** A JSON Schema, as far as it is looked at here. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

type Definitions = Readonly<Record<string, JsonSchema>>;

/** Where a definition of this document is found. */
export const refTo = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

const jsonrpc = { type: "string", const: "2.0" };
const id = { anyOf: [{ type: "string", minLength: 1, maxLength: 64 }, { type: "integer" }] };
const idOrNull = { anyOf: [...id.anyOf, { type: "null" }] };

/** Everything that the documents refer to, by name. */
export function definitions(): Definitions {
  return { ...contents(), ...messages() };
}

function contents(): Definitions {
  const schemas: Readonly<Record<string, z.ZodType>> = {
    ...named("params", { "session.open": sessionOpenSchema, ...commandSchemas }),
    ...named("result", resultSchemas),
    ...named("content", notificationSchemas),
    error: errorMessageSchema,
  };
  const shared: Record<string, JsonSchema> = {};
  const own = Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema, shared)] as const);
  return { ...Object.fromEntries(own), ...shared };
}

/** What the POS sends is described as it is sent, what the bridge sends as it arrives. */
function schemaOf(schema: z.ZodType, shared: Record<string, JsonSchema>): JsonSchema {
  const { $schema: _, $defs, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" });
  for (const [name, { id: __, ...shape }] of Object.entries($defs ?? {})) {
    shared[name] = shape as JsonSchema; // the generator's own output; the id is a name within zod
  }
  return rest as JsonSchema; // as above
}

function named(suffix: string, schemas: Readonly<Record<string, z.ZodType>>): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [`${name}.${suffix}`, schema]));
}

/** Whole messages, envelope included. */
function messages(): Definitions {
  const requests = methodNames.map((name) => [`${name}.request`, requestMessage(name)] as const);
  const answers = methodNames.map(
    (name) => [`${name}.answer`, message({ jsonrpc, id, result: refTo(`${name}.result`) })] as const,
  );
  const notifications = notificationNames.map(
    (name) =>
      [
        `${name}.notification`,
        message({ jsonrpc, method: { const: name }, params: refTo(`${name}.content`) }),
      ] as const,
  );
  return {
    ...Object.fromEntries([...requests, ...answers, ...notifications]),
    "error.answer": message({ jsonrpc, id: idOrNull, error: refTo("error") }),
    FromPos: { anyOf: requests.map(([name]) => refTo(name)) },
    FromBridge: { anyOf: [...answers, ...notifications].map(([name]) => refTo(name)).concat(refTo("error.answer")) },
  };
}

/** `params` may be left out where nothing stands in them. */
function requestMessage(name: (typeof methodNames)[number]): JsonSchema {
  const { required, ...rest } = message({ jsonrpc, id, method: { const: name }, params: refTo(`${name}.params`) });
  const isEmpty = name === "lane.list" || name === "bridge.status";
  return { ...rest, required: isEmpty ? ["jsonrpc", "id", "method"] : (required ?? []), additionalProperties: false };
}

function message(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties) };
}

/** The document. */
export function jsonSchemaDocument(): Readonly<Record<string, unknown>> {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `https://tillwire.dev/schema/tillwire.v${protocolVersion}.json`,
    title: `Messages between a POS and a Tillwire bridge, version ${protocolVersion}`,
    anyOf: [refTo("FromPos"), refTo("FromBridge")],
    $defs: definitions(),
  };
}
