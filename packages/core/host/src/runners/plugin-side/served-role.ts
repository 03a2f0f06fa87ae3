/** What serving a plugin needs of its role: how it is loaded, how it is opened, and what is called on what was opened. */
import type { LinkProvider } from "@tillwire/plugin-api";
import type { PluginChoice } from "../../options.ts";
import type { MethodOf, RequestOf, Role } from "../roles/role.ts";
import type { SessionContext } from "./context.ts";

/** What a plugin of any role opened. */
export interface Opened {
  readonly capabilities: unknown;
  /** By name. Each is given what the schema of its request has parsed; what it gives is parsed on the other side. */
  readonly methods: Readonly<Record<string, (request: never, signal: AbortSignal) => unknown>>;
  /**
   * Begins to watch what leaves during a call; the result says whether anything may have. Absent where a call moves no
   * money, or sees to this itself.
   */
  readonly watchDepartures?: () => () => boolean;
  close(): Promise<void>;
}

/** What a plugin of one role opened. */
export interface OpenedAs<Kind extends Role> extends Opened {
  readonly methods: {
    readonly [Method in MethodOf<Kind>]: (request: RequestOf<Kind, Method>, signal: AbortSignal) => unknown;
  };
}

/** A plugin that is loaded. Opening can be tried again and again. */
export interface Loaded {
  readonly role: Role;
  /** Parsed on the other side, by the role. */
  readonly identity: unknown;
  open(lent: SessionContext): Promise<Opened>;
}

/** A plugin of one role that is loaded. */
export interface LoadedAs<Kind extends Role> extends Loaded {
  open(lent: SessionContext): Promise<OpenedAs<Kind>>;
}

/** Loads a plugin of one role. */
export type Load<Kind extends Role> = (choice: PluginChoice) => Promise<LoadedAs<Kind>>;

/** A plugin with the links that it may open. */
export interface Hostable {
  readonly loaded: Loaded;
  readonly links: readonly LinkProvider[];
}
