/** Tables of fields in Markdown, from JSON Schema. */
import { definitions } from "./json-schema.ts";
import type { JsonSchema } from "./json-schema.ts";

interface Row {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** A definition: its values, one table of its fields, or one for each of its forms. */
export function fieldTables(name: string): string {
  const schema = definitions()[name] ?? {};
  if (schema.$ref !== undefined) return fieldTables(nameIn(schema.$ref));
  if (schema.enum) return `${schema.description ?? ""} One of ${codes(schema.enum.map(String))}.`.trimStart();
  const forms = formsOf(schema);
  if (forms.length === 0) return table(schema);
  return forms.map((form) => `${formName(form)}\n\n${table(form)}`).join("\n\n");
}

/** Names of the shapes that messages share, each with its own section. */
export function shapeNames(): readonly string[] {
  return Object.keys(definitions()).filter(
    (name) => /^[A-Z]/.test(name) && !name.startsWith("From") && name !== "Error",
  );
}

function formsOf({ oneOf, anyOf }: JsonSchema): readonly JsonSchema[] {
  return oneOf ?? anyOf ?? [];
}

/** What tells a form from the others: the field with a fixed value, or else the fields that only it has to have. */
function formName({ properties = {}, required = [] }: JsonSchema): string {
  const fixed = Object.entries(properties).find(([, { const: value }]) => value !== undefined);
  return fixed ? `With \`${fixed[0]}\` \`${JSON.stringify(fixed[1].const)}\`:` : `With ${codes(required)}:`;
}

function table(schema: JsonSchema): string {
  const rows = rowsOf(schema, "");
  if (rows.length === 0) return "No fields.";
  const lines = rows.map(({ path, schema: { description = "", ...field }, required }) => {
    return `| \`${path}\` | ${typeOf(field)} | ${required ? "yes" : ""} | ${description} |`;
  });
  return ["| field | type | always | |", "|---|---|---|---|", ...lines].join("\n");
}

/** Objects that have no name of their own are written out: `pos.name`, `operations[].kind`. */
function rowsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): readonly Row[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    const row = { path, schema, required: required.includes(name) };
    const inner = schema.items?.properties ? rowsOf(schema.items, `${path}[].`) : rowsOf(schema, `${path}.`);
    return [row, ...inner];
  });
}

function typeOf(schema: JsonSchema): string {
  const { $ref, const: fixed, enum: values, items, additionalProperties, type = "" } = schema;
  if ($ref !== undefined) return linkTo(nameIn($ref));
  if (fixed !== undefined) return codes([JSON.stringify(fixed)]);
  if (values) return codes(values.map(String));
  if (items) return `array of ${typeOf(items)}`;
  const forms = formsOf(schema);
  if (forms.length > 0) return [...new Set(forms.map(formType))].join(" or ");
  return typeof additionalProperties === "object" ? `object of ${typeOf(additionalProperties)}` : type;
}

/** A form of an object is named by its fixed field: `{kind: "signature", …}`. */
function formType(form: JsonSchema): string {
  const fixed = Object.entries(form.properties ?? {}).find(([, { const: value }]) => value !== undefined);
  if (!fixed) return typeOf(form);
  const others = Object.keys(form.properties ?? {}).filter((name) => name !== fixed[0]);
  return codes([`{${[`${fixed[0]}: ${JSON.stringify(fixed[1].const)}`, ...others].join(", ")}}`]);
}

function nameIn($ref: string): string {
  return $ref.replace("#/$defs/", "");
}

function linkTo(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
