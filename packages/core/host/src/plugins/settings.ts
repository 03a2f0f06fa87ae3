/**
 * Checks a plugin's settings with the plugin's own schema (Standard Schema). Messages name the path and what is
 * expected, and never repeat a value from the configuration: it may be a secret.
 */
import { explainIssues } from "@tillwire/plugin-api";
import type { ExplainedIssue, RawSettings, SettingsIssue, SettingsSchema } from "@tillwire/plugin-api";
import { OptionsError } from "../options-error.ts";
import { refusal } from "./refusals.ts";

const ISSUES_SHOWN_MAX = 10;
const ISSUE_LENGTH_MAX = 500;
/** What a schema says by itself may be anything. */
const FOREIGN_LENGTH_MAX = 300;
/** Shorter texts than this are words, not secrets, where the issue is about something else. */
const FOREIGN_SECRET_LENGTH_MIN = 8;
const OWN_SECRET_LENGTH_MIN = 3;

/** What has settings. */
export interface WithSettings {
  readonly id: string;
  readonly settings: SettingsSchema<unknown>;
}

/** The settings as the plugin wants them, defaults filled in. No settings are the empty object. */
export async function parseSettings(plugin: WithSettings, raw: RawSettings): Promise<unknown> {
  const given = raw ?? {};
  const { value, issues } = await validated(plugin, given);
  if (issues === undefined) return value;
  throw invalid(plugin.id, issues);
}

function invalid(id: string, issues: readonly ExplainedIssue[]): OptionsError {
  const shown = issues.slice(0, ISSUES_SHOWN_MAX).map(({ path, message }) => ({
    path: ["settings", ...path.map((step) => (typeof step === "symbol" ? String(step) : step))],
    message: message.slice(0, ISSUE_LENGTH_MAX),
  }));
  const more = issues.length > shown.length ? [`and ${issues.length - shown.length} more`] : [];
  return new OptionsError("SETTINGS_INVALID", {
    message: `Settings of ${id}: ${[...shown.map(({ message }) => message), ...more].join("; ")}`,
    problems: shown.map(({ path, message }) => ({ path, message: `Settings of ${id}: ${message}` })),
  });
}

/** The parsed value, or what is wrong, in words. */
async function validated(
  plugin: WithSettings,
  given: unknown,
): Promise<{ readonly value?: unknown; readonly issues?: readonly ExplainedIssue[] }> {
  try {
    const validation = await plugin.settings["~standard"].validate(given);
    if (validation.issues === undefined) return { value: validation.value };
    const issues = validation.issues.map((issue) => withoutValues(issue, given));
    return { issues: explainIssues(issues, { schema: plugin.settings, value: given, whole: "they" }) };
  } catch (cause) {
    throw refusal("PLUGIN_FAILED", `The settings schema of ${plugin.id} crashed. Report it to its maintainers.`, cause);
  }
}

/** The same issue, with what its schema repeats of the settings taken out. */
function withoutValues(issue: SettingsIssue, given: unknown): SettingsIssue {
  const path = (issue.path ?? []).map((step) => (typeof step === "object" ? step.key : step));
  const values = [
    ...textsIn(valueAt(given, path)).filter((text) => text.length >= OWN_SECRET_LENGTH_MIN),
    ...textsIn(given).filter((text) => text.length >= FOREIGN_SECRET_LENGTH_MIN),
  ].toSorted((first, second) => second.length - first.length);
  const message = values.reduce((text, value) => text.replaceAll(value, "…"), String(issue.message));
  return { ...issue, message: message.slice(0, FOREIGN_LENGTH_MAX) };
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    given,
  );
}

/** Every text and number inside, as text. The configuration is JSON, so this ends. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
