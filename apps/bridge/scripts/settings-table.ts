/** Every setting of the configuration as rows of a Markdown table, from the schema that checks it. */
import { laneDefaults } from "@tillwire/host";
import { z } from "zod";
import { configurationSchema } from "../src/configuration/schema.ts";

type Node = z.core.JSONSchema.BaseSchema;

/** Everything between these two lines of the guide is written by the schema. */
const between = /(<!-- settings: [^\n]*-->\n)[^]*(<!-- end of settings -->)/;

/** The guide with the table as it has to be. */
export function withSettingsTable(guide: string): string {
  return guide.replace(between, (_, start: string, end: string) => `${start}\n${settingsTable()}\n${end}`);
}

/** A setting on its way into the table. */
interface Setting {
  readonly path: string;
  readonly node: Node;
  /** What may stand there instead, or `undefined` when it may be left out. */
  readonly required: readonly string[] | undefined;
}

/** The table, with a line end after each row. */
function settingsTable(): string {
  const root = z.toJSONSchema(configurationSchema, { io: "input", target: "draft-2020-12" });
  const rows = settingsIn(root, "").map(rowOf);
  return ["| setting | takes | default | meaning |", "|---|---|---|---|", ...rows, ""].join("\n");
}

/** The settings inside, those around them first. Of several forms each setting once, with what the other forms need. */
function settingsIn(node: Node, prefix: string): readonly Setting[] {
  if (node.anyOf === undefined) return settingsOfForm(node, prefix, []);
  const forms = node.anyOf.map(schemaOf);
  const all = forms.flatMap((form) =>
    settingsOfForm(
      form,
      prefix,
      forms.filter((other) => other !== form),
    ),
  );
  return [...new Map(all.map((setting) => [setting.path, setting])).values()];
}

function settingsOfForm(node: Node, prefix: string, others: readonly Node[]): readonly Setting[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([name, inner]) => {
    const setting = {
      path: `${prefix}${name}`,
      node: schemaOf(inner),
      required: node.required?.includes(name) === true ? requiredBy(others, name) : undefined,
    };
    return [setting, ...settingsIn(setting.node, `${setting.path}.`)];
  });
  const [items, members] = [node.items, node.additionalProperties];
  const inList =
    typeof items === "object" && !Array.isArray(items) ? settingsIn(items, `${prefix.slice(0, -1)}[].`) : [];
  const byName = typeof members === "object" ? settingsIn(members, `${prefix}<name>.`) : [];
  return [...own, ...inList, ...byName];
}

/** What forms that do not need this setting need in place of it. */
function requiredBy(forms: readonly Node[], name: string): readonly string[] {
  return forms.flatMap(({ required = [] }) => (required.includes(name) ? [] : required));
}

/** JSON Schema has `true` for "anything", and zod writes a reference for JSON itself. */
function schemaOf(inner: z.core.JSONSchema._JSONSchema): Node {
  return typeof inner === "boolean" ? {} : inner;
}

function rowOf({ path, node, required }: Setting): string {
  return `| \`${path}\` | ${takes(node)} | ${defaultOf(path, node, required)} | ${node.description ?? ""} |`;
}

function takes({ type, format, minimum, maximum, maxItems, properties, ...node }: Node): string {
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(" or ");
  if (type === "integer") return `${minimum} to ${maximum}`;
  if (type === "boolean") return "`true` or `false`";
  if (type === "string") return format === "uri" ? "a URL" : "text";
  if (type === "array") return `a list, at most ${maxItems}`;
  if (type !== "object") return "whatever the plugin takes";
  const names = Object.keys(properties ?? {}).map((name) => `\`${name}\``);
  return names.length > 0 ? names.join(", ") : "a name for each";
}

function defaultOf(path: string, { default: value }: Node, required: Setting["required"]): string {
  const ofLane = new Map<string, unknown>(Object.entries(laneDefaults)).get(path.replace("lanes.<name>.", ""));
  const known = value ?? ofLane;
  if (known === undefined) return required === undefined ? "none" : requiredWords(required);
  return typeof known === "object" && Object.keys(known ?? {}).length === 0 && !Array.isArray(known)
    ? "as below"
    : `\`${typeof known === "string" ? known : JSON.stringify(known)}\``;
}

function requiredWords(others: readonly string[]): string {
  return others.length === 0 ? "required" : `required, or ${others.map((name) => `\`${name}\``).join(" and ")}`;
}
