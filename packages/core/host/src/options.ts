/** What a bridge is made of. Plain values, so that a program can embed a bridge and a configuration file can describe one. */
import type { Clock, EmvParameterSet, JsonValue, Logger, RandomBytes, ServerProvider } from "@tillwire/plugin-api";
import type { LaneSettings } from "@tillwire/engine";

/**
 * A plugin and its settings: the module's URL, as `import()` takes it, or the plugin itself. One that is handed over as
 * a value runs in this thread, since only data crosses to another.
 */
export type PluginChoice =
  | { readonly module: string; readonly settings?: JsonValue }
  | { readonly plugin: unknown; readonly settings?: JsonValue };

/** A link provider: the module's URL, or the provider itself. */
export type LinkChoice = { readonly module: string } | { readonly provider: unknown };

/** A plugin that is hosted apart from the bridge, with where it runs. */
export type HostedChoice = PluginChoice & {
  /** `worker` for modules unless told otherwise; `inline` for plugins that are values. */
  readonly isolation?: "worker" | "inline";
};

/** A lane: a terminal, or a reader with a gateway; with times and permissions. */
export type LaneOptions = TerminalLaneOptions | ReaderLaneOptions;

/** A lane whose device authorizes by itself. */
export interface TerminalLaneOptions {
  readonly terminal: HostedChoice;
  readonly settings?: Partial<LaneSettings>;
}

/** A lane whose reader reads the card, and whose gateway authorizes. */
export interface ReaderLaneOptions {
  readonly reader: HostedChoice;
  readonly gateway: HostedChoice;
  /** For the reader, in place of what the gateway's host wants. Without either the reader keeps what it has. */
  readonly emvParameters?: EmvParameterSet;
  readonly settings?: Partial<LaneSettings>;
}

/** Everything that `createBridge` needs. */
export interface BridgeOptions {
  /** What the operator calls this bridge; the handshake tells it. {@link defaultName} when left out. */
  readonly name?: string;
  /** The version that status and handshake tell. */
  readonly version: string;
  /** `demo`: loopback and virtual devices only, no keys needed. */
  readonly mode: "demo" | "live";
  /** Absolute path of a folder that is there and belongs to this bridge alone. */
  readonly dataFolder: string;
  readonly journal: PluginChoice;
  readonly lanes: Readonly<Record<string, LaneOptions>>;
  readonly platforms: readonly PluginChoice[];
  readonly links: readonly LinkChoice[];
  readonly server: ListenOptions;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
}

/** Where to listen, and with what. */
export interface ListenOptions {
  readonly open: ServerProvider;
  readonly host: string;
  readonly port: number;
  /** Exact origins of web pages that may connect. */
  readonly origins: readonly string[];
  /** Exact host names that a client may ask for. */
  readonly hostNames: readonly string[];
}

/** What a bridge is called that nobody has given a name: no name of the machine, which is nobody's business. */
export const defaultName = "Tillwire";

/** What a lane has when its configuration says nothing: in one place, with the reason for each. */
export const laneDefaults: LaneSettings = {
  answerWithinMs: 120_000, // a shopper who looks for a card takes a minute; tills give up after two
  attemptTimeoutMs: 300_000, // the longest that terminals wait by themselves for card, PIN and host together
  keepLateApprovalMs: 900_000, // a till that was restarted is back within a quarter of an hour
  questionDeadlineMs: 30_000, // terminals wait about a minute for an answer that commits
  partialApproval: true,
};
