/**
 * A runner hosts a device plugin and makes its links, so that neither ever crosses to another thread or process. The
 * rest of the host sees a terminal as plain calls with plain data, wherever it runs.
 */
import type {
  AttemptId,
  AttemptOutcome,
  AttemptRequest,
  DeviceEvent,
  ErrorData,
  LookupRequest,
  LookupResult,
  Question,
  QuestionAnswer,
  ReferenceDeclaration,
  ReverseRequest,
  ReverseResult,
  SettleRequest,
  SettleVerdict,
  TerminalCapabilities,
  TerminalRequest,
} from "@tillwire/plugin-api";

/** What a plugin is, as the journal and the logs name it. */
export interface PluginIdentity {
  readonly id: string;
  readonly version: string;
  readonly displayName: string;
  readonly virtual: boolean;
  readonly references: readonly ReferenceDeclaration[];
}

/** What the hosted plugin asks of the rest of the host. */
export interface RunnerHandlers {
  emit(event: DeviceEvent): void;
  ask(attemptId: AttemptId, question: Question): Promise<QuestionAnswer>;
  settle(request: SettleRequest): Promise<SettleVerdict>;
  /** The plugin or its thread is gone without being told to go. Called once; every pending call has been rejected. */
  exited(error: ErrorData): void;
}

/**
 * A call to a terminal. Rejects with a TillwireError whose `effect` tells whether money may have moved; a result that
 * makes no sense rejects with `ANSWER_INVALID` and `effect: "possible"`. Aborting asks; the plugin gets
 * `abortGraceMs` to end with what it knows, then the call rejects with `LINK_TIMEOUT`, `effect: "possible"`, and
 * the plugin is ended as one that hangs: `exited` follows.
 */
export interface HostedTerminal extends AsyncDisposable {
  readonly capabilities: TerminalCapabilities;
  execute(request: TerminalRequest, signal: AbortSignal): Promise<AttemptOutcome>;
  cancel(request: AttemptRequest, signal: AbortSignal): Promise<void>;
  lookup(request: LookupRequest, signal: AbortSignal): Promise<LookupResult>;
  reverse(request: ReverseRequest, signal: AbortSignal): Promise<ReverseResult>;
}

/** A plugin that is loaded and whose settings are valid, not yet opened. Opening can be tried again and again. */
export interface TerminalRunner extends AsyncDisposable {
  readonly identity: PluginIdentity;
  open(handlers: RunnerHandlers, signal: AbortSignal): Promise<HostedTerminal>;
}
