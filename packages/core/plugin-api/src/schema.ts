/**
 * Settings schemas. Any validator that speaks Standard Schema v1 with JSON Schema output will do (zod 4.2 and later
 * does): the bridge uses one schema for validation, editor completion and forms. Written here as the smallest
 * structural type, so that the contract depends on nothing.
 * Source: the Standard Schema specification, version 1.1 (StandardSchemaV1, StandardJSONSchemaV1).
 */
import type { JsonValue } from "./cloneable.ts";

/**
 * A schema for settings of type `Settings`.
 * @public
 */
export interface SettingsSchema<Settings> {
  /** The member by which Standard Schema is recognized. */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    /** Gives issues for bad settings. What it throws instead is a fault of the plugin: `PLUGIN_FAILED`. */
    readonly validate: (value: unknown) => SettingsValidation<Settings> | Promise<SettingsValidation<Settings>>;
    /** The schema of settings as they stand in a configuration, before defaults are filled in. */
    readonly jsonSchema: {
      readonly input: (options: { readonly target: "draft-2020-12" }) => Record<string, unknown>;
    };
    readonly types?: { readonly input: unknown; readonly output: Settings } | undefined;
  };
}

/**
 * The verdict on settings: the parsed value, or what is wrong and where.
 * @public
 */
export type SettingsValidation<Settings> =
  | { readonly value: Settings; readonly issues?: undefined }
  | { readonly issues: readonly SettingsIssue[] };

/**
 * One thing that is wrong.
 * @public
 */
export interface SettingsIssue {
  /**
   * What is expected, for the operator. It should not repeat the value, which may be a secret; the host takes values
   * out.
   */
  readonly message: string;
  /** Where, from the outside in. Absent: the settings as a whole. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * Settings before they are validated.
 * @public
 */
export type RawSettings = JsonValue | undefined;
