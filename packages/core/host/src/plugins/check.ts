/**
 * Checks that a value is a plugin of the kind that the configuration names, in a version of the interface that this
 * bridge speaks. It looks at the manifest and the members; what the functions do shows when they run.
 */
import { referenceDeclarationsSchema } from "@tillwire/engine/schemas";
import { explainIssues, pluginSpecs } from "@tillwire/plugin-api";
import type {
  GatewayPlugin,
  JournalPlugin,
  LinkProvider,
  PlatformPlugin,
  PluginKind,
  ReaderPlugin,
  SettingsSchema,
  TerminalPlugin,
} from "@tillwire/plugin-api";
import { z } from "zod";
import { refusal } from "./refusals.ts";

/** A plugin that passed the check, by its kind. A device says by its `role` which of the two it is. */
export interface LoadedPlugins {
  readonly device: TerminalPlugin | ReaderPlugin;
  readonly gateway: GatewayPlugin;
  readonly platform: PlatformPlugin;
  readonly journal: JournalPlugin;
}

/** Whose value it is, for messages: a package name where there is one, else a URL or `the plugin given as a value`. */
export interface PluginOrigin {
  readonly name: string;
  readonly isPackage: boolean;
}

const linkSpec: LinkProvider["spec"] = "link/v1";

const functionSchema = z.custom<(...values: never) => unknown>((value) => typeof value === "function", "A function");

const standardSchema = z.looseObject({
  version: z.literal(1),
  validate: functionSchema,
  jsonSchema: z.looseObject({ input: functionSchema }),
});

const manifestShape = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "1 to 40 characters of a-z 0-9 -"),
  displayName: z.string().min(1).max(100),
  version: z.string().min(1).max(100),
  virtual: z.boolean().optional(),
  settings: z.custom<SettingsSchema<unknown>>(isSettingsSchema, "A Standard Schema v1 with JSON Schema output"),
};

const memberSchemas = {
  device: z.discriminatedUnion("role", [
    z.looseObject({
      ...manifestShape,
      role: z.literal("terminal"),
      references: referenceDeclarationsSchema,
      open: functionSchema,
    }),
    z.looseObject({ ...manifestShape, role: z.literal("reader"), open: functionSchema }),
  ]),
  gateway: z.looseObject({ ...manifestShape, create: functionSchema }),
  platform: z.looseObject({ ...manifestShape, start: functionSchema }),
  journal: z.looseObject({ ...manifestShape, open: functionSchema }),
} satisfies Record<PluginKind, z.ZodType>;

const linkSchema = z.looseObject({
  transport: z.string().regex(/^(?:tcp|serial|hid|websocket|http|pcsc|x-[a-z0-9-]{1,40})$/, "A transport"),
  open: functionSchema,
});

/** The value as a plugin of that kind, or `PLUGIN_FAILED`, `PLUGIN_UNSUPPORTED`, `SETTINGS_INVALID`. */
export function checkPlugin<Kind extends PluginKind>(
  value: unknown,
  kind: Kind,
  origin: PluginOrigin,
): LoadedPlugins[Kind] {
  const plugin = checkFrozen(value, origin);
  if (plugin["kind"] !== kind) {
    const found = Object.hasOwn(pluginSpecs, String(plugin["kind"])) ? `a ${String(plugin["kind"])}` : "none";
    throw refusal(
      "SETTINGS_INVALID",
      `The configuration wants a ${kind} plugin, but ${origin.name} is ${found}. Name it where its kind belongs.`,
    );
  }
  checkSpec(plugin["spec"], pluginSpecs[kind], origin);
  checkMembers(plugin, memberSchemas[kind], origin);
  return plugin as unknown as LoadedPlugins[Kind]; // the members have just been checked; functions cannot be, further
}

/** The value as a link provider, with the same errors. */
export function checkLinkProvider(value: unknown, origin: PluginOrigin): LinkProvider {
  const provider = checkFrozen(value, origin);
  checkSpec(provider["spec"], linkSpec, origin);
  checkMembers(provider, linkSchema, origin);
  return provider as unknown as LinkProvider; // as above
}

/** Some validators make objects, some functions; both may carry the standard's member. */
function isSettingsSchema(value: unknown): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return standardSchema.safeParse(Reflect.get(value, "~standard")).success;
}

function checkFrozen(value: unknown, origin: PluginOrigin): Record<string, unknown> {
  const prototype: unknown = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  const plain = prototype === null || prototype === Object.prototype;
  if (plain && Object.isFrozen(value)) return value as Record<string, unknown>; // plain object: narrowed by hand
  throw broken(origin, "it is not a frozen plain object. Make it with the define function of @tillwire/plugin-api");
}

function checkSpec(spec: unknown, known: string, origin: PluginOrigin): void {
  if (spec === known) return;
  const [family, version] = known.split("/v");
  const form = typeof spec === "string" ? /^([a-z]+)\/v(\d{1,4})$/.exec(spec) : null;
  if (form === null || form[1] !== family) throw broken(origin, `its spec is not of the form ${known}`);
  const remedy =
    Number(form[2]) > Number(version)
      ? "It is newer than this bridge: upgrade the bridge (the package tillwire)"
      : `It is too old for this bridge: upgrade ${origin.isPackage ? `the package ${origin.name}` : "the plugin"}`;
  throw refusal("PLUGIN_UNSUPPORTED", `${origin.name} speaks ${form[0]}, this bridge speaks ${known}. ${remedy}.`);
}

function checkMembers(plugin: Record<string, unknown>, schema: z.ZodType, origin: PluginOrigin): void {
  const checked = schema.safeParse(plugin);
  if (checked.success) return;
  const [problem] = explainIssues(checked.error.issues, { schema, value: plugin, whole: "it" });
  throw broken(origin, problem?.message ?? "it is not what its kind needs", checked.error);
}

function broken(origin: PluginOrigin, what: string, cause?: unknown): Error {
  return refusal(
    "PLUGIN_FAILED",
    `${origin.name} is not a usable plugin: ${what}. Report it to its maintainers.`,
    cause,
  );
}
