/**
 * Roles: what a hosted plugin can be. A role says, as data, who the plugin is, what it can be asked, and what the answers
 * have to look like; host and plugin side both go by it, so that whatever runs in a worker is hosted by one mechanism.
 */
import { nameSchema } from "@tillwire/engine/schemas";
import { z } from "zod";

/** One thing that a plugin can be asked. */
export interface CallSchemas {
  readonly request: z.ZodType;
  readonly result: z.ZodType;
}

/** A role. */
export interface Role {
  readonly name: "terminal" | "reader" | "gateway";
  /** How messages call it. */
  readonly noun: string;
  /** How events of the log begin that are about it. */
  readonly subject: "device" | "gateway";
  /** What is known of the plugin before it is opened. */
  readonly identity: z.ZodType<PluginIdentity>;
  /** What is known once it is open. */
  readonly capabilities: z.ZodType;
  readonly calls: Readonly<Record<string, CallSchemas>>;
  /** Methods of which one call at a time runs. */
  readonly oneAtATime: readonly string[];
  /** Can what was opened not be asked this, though the role knows it? */
  lacks?(capabilities: unknown, method: string): boolean;
}

/** What a plugin is, as the journal and the logs name it. */
export interface PluginIdentity {
  readonly id: string;
  readonly version: string;
  readonly displayName: string;
  readonly virtual: boolean;
}

/** The schema of the members that every identity has. */
export const identityShape = {
  id: nameSchema,
  version: nameSchema,
  displayName: nameSchema,
  virtual: z.boolean(),
};

/** What a role's plugins are asked, by name. */
export type MethodOf<Kind extends Role> = keyof Kind["calls"] & string;
/** What goes along with a call. */
export type RequestOf<Kind extends Role, Method extends MethodOf<Kind>> = z.output<Kind["calls"][Method]["request"]>;
/** What comes of it. */
export type ResultOf<Kind extends Role, Method extends MethodOf<Kind>> = z.output<Kind["calls"][Method]["result"]>;
/** What is known of an open plugin. */
export type CapabilitiesOf<Kind extends Role> = z.output<Kind["capabilities"]>;
/** What is known of a loaded plugin. */
export type IdentityOf<Kind extends Role> = z.output<Kind["identity"]>;
