/** All messages as one JSON Schema document: `$defs` by name, for code generators and validators in other languages. */
import { z } from "zod";
import { errorMessageSchema, notificationSchemas, resultSchemas } from "../src/bridge-messages.ts";
import { commandSchemas, sessionOpenSchema } from "../src/methods.ts";
import { protocolVersion } from "../src/wire.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** Messages by name (`payment.sale.params`, `payment.sale.result`, `payment.event.notification`, `error`), and the shapes they share. */
export function definitions(): Readonly<Record<string, JsonSchema>> {
  const messages: Readonly<Record<string, z.ZodType>> = {
    ...named("params", { "session.open": sessionOpenSchema, ...commandSchemas }),
    ...named("result", resultSchemas),
    ...named("notification", notificationSchemas),
    error: errorMessageSchema,
  };
  const shared: Record<string, JsonSchema> = {};
  const own = Object.entries(messages).map(([name, schema]) => [name, schemaOf(schema, shared)] as const);
  return { ...Object.fromEntries(own), ...shared };
}

/** What the POS sends is described as it is sent, what the bridge sends as it arrives. */
function schemaOf(schema: z.ZodType, shared: Record<string, JsonSchema>): JsonSchema {
  const { $schema: _, $defs, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" });
  for (const [name, shape] of Object.entries($defs ?? {})) {
    const { id: __, ...described } = shape; // a name within zod, and none that JSON Schema would resolve
    shared[name] = described;
  }
  return rest;
}

function named(suffix: string, schemas: Readonly<Record<string, z.ZodType>>): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [`${name}.${suffix}`, schema]));
}

/** The document. */
export function jsonSchemaDocument(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `https://tillwire.dev/schema/tillwire.v${protocolVersion}.json`,
    title: `Messages between a POS and a Tillwire bridge, version ${protocolVersion}`,
    $defs: definitions(),
  };
}
