/**
 * A runner hosts a plugin and makes its links, so that neither ever crosses to another thread or process. The rest of
 * the host sees a terminal, a reader or a gateway as plain calls with plain data, wherever it runs.
 */
import type {
  AttemptId,
  DeviceEvent,
  ErrorData,
  JsonValue,
  Question,
  QuestionAnswer,
  SettleRequest,
  SettleVerdict,
} from "@tillwire/plugin-api";
import type { CapabilitiesOf, IdentityOf, MethodOf, RequestOf, ResultOf, Role } from "./roles/role.ts";

/** What the hosted plugin asks of the rest of the host. What a role has no use for is left out, and refused. */
export interface RunnerHandlers {
  emit(event: DeviceEvent): void;
  ask?(attemptId: AttemptId, question: Question): Promise<QuestionAnswer>;
  settle?(request: SettleRequest): Promise<SettleVerdict>;
  permitSend?(asked: SendAsked): Promise<boolean>;
  /** The plugin or its thread is gone without being told to go. Called once; every pending call has been rejected. */
  exited(error: ErrorData): void;
}

/** A message that moves money is about to leave for an operation: may it? `state` is durable by the time of a yes. */
export interface SendAsked {
  readonly attemptId: AttemptId;
  readonly operation: "authorize" | "reverse" | "lookup";
  readonly state: JsonValue;
}

/**
 * Calls to a plugin that is open. A call rejects with a TillwireError whose `effect` tells whether money may have moved;
 * a result that makes no sense rejects with `ANSWER_INVALID` and `effect: "possible"`. Aborting asks; the plugin gets
 * `abortGraceMs` to end with what it knows, then the call rejects with `LINK_TIMEOUT`, `effect: "possible"`, and
 * the plugin is ended as one that hangs: `exited` follows.
 */
export interface Callable<Kind extends Role> {
  call<Method extends MethodOf<Kind>>(
    method: Method,
    request: RequestOf<Kind, Method>,
    signal: AbortSignal,
  ): Promise<ResultOf<Kind, Method>>;
}

/** A plugin that is open. */
export interface HostedSession<Kind extends Role> extends Callable<Kind>, AsyncDisposable {
  readonly capabilities: CapabilitiesOf<Kind>;
}

/** A plugin that is loaded and whose settings are valid, not yet opened. Opening can be tried again and again. */
export interface PluginRunner<Kind extends Role> extends AsyncDisposable {
  readonly role: Kind;
  readonly identity: IdentityOf<Kind>;
  open(handlers: RunnerHandlers, signal: AbortSignal): Promise<HostedSession<Kind>>;
}
