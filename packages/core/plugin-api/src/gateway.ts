/**
 * Gateway connectors: pure steppers. A connector builds messages and reads answers; the host does the sending, so the
 * host knows whether a request left the machine. The state between two steps is plain data and is journaled.
 */
import type { JsonValue } from "./cloneable.ts";
import type { CardData, EmvTags } from "./card.ts";
import type { EmvParameterSet } from "./emv-parameters.ts";
import type { AttemptId } from "./identifiers.ts";
import type { Keystore } from "./keystore.ts";
import type { ExchangeRequest, ExchangeResponse, LinkAddress } from "./link.ts";
import type { Money } from "./money.ts";
import type { GatewayOperation, OperationTable } from "./operations.ts";
import type { AttemptOutcome } from "./outcome.ts";
import type { Manifest } from "./plugin.ts";
import type { HostAnswer } from "./reader.ts";
import type { ReferenceDeclaration, References } from "./references.ts";
import type { LookupResult, OriginalAttempt, ReversalReason, ReverseResult } from "./requests.ts";
import type { BatchReport } from "./batch.ts";

/**
 * What a gateway is asked to do. Card data appears only where an operation needs it.
 * @public
 */
export type GatewayInput =
  | (GatewayAttempt & {
      readonly operation: "authorize" | "force" | "refund" | "verify" | "balance";
      readonly amount: Money;
      readonly card?: CardData;
      readonly token?: string;
      readonly original?: OriginalAttempt;
      readonly cashbackMinor?: number;
      readonly tipMinor?: number;
      /** `final` takes the money with the authorization (sale); `pre` only holds it. */
      readonly finality: "final" | "pre";
      readonly partialApproval: boolean;
      readonly approvalCode?: string;
    })
  | (GatewayAttempt & {
      readonly operation: "capture" | "increment" | "adjust" | "void";
      readonly amount: Money;
      readonly original: OriginalAttempt;
    })
  | (GatewayAttempt & { readonly operation: "complete"; readonly original: OriginalAttempt; readonly emv: EmvTags })
  | (GatewayAttempt & { readonly operation: "advice"; readonly amount: Money; readonly card: CardData })
  | (GatewayAttempt & {
      readonly operation: "reverse";
      readonly original: OriginalAttempt;
      readonly reason: ReversalReason;
      /** The state of the attempt when it was sent, as the connector left it. */
      readonly originalState: JsonValue;
      /** 0 for the first try; later ones are marked as repeats. */
      readonly repeat: number;
    })
  | (GatewayAttempt & {
      readonly operation: "lookup";
      readonly original: OriginalAttempt;
      readonly originalState: JsonValue;
    })
  | (GatewayAttempt & { readonly operation: "token"; readonly card: CardData })
  | (GatewayAttempt & { readonly operation: "totals" | "batch-close"; readonly totals: BatchReport });

/**
 * Common to all inputs. `atMs` is the wall clock when the attempt was made: for fields that carry a time.
 * @public
 */
export interface GatewayAttempt {
  readonly attemptId: AttemptId;
  readonly references: References;
  readonly atMs: number;
}

/**
 * What a gateway said in the end. For `authorize` the issuer's data for the card goes along.
 * @public
 */
export type GatewayOutcome =
  | { readonly kind: "attempt"; readonly outcome: AttemptOutcome; readonly hostAnswer?: HostAnswer }
  | { readonly kind: "lookup"; readonly result: LookupResult }
  | { readonly kind: "reverse"; readonly result: ReverseResult }
  | { readonly kind: "token"; readonly token: string; readonly expires?: string }
  | { readonly kind: "batch"; readonly report: BatchReport };

/**
 * A message as the host sends it: bytes for a stream, a request for HTTP.
 * @public
 */
export type GatewayMessage =
  | { readonly shape: "stream"; readonly bytes: Uint8Array }
  | { readonly shape: "http"; readonly request: ExchangeRequest };

/**
 * What to do next. `state` is kept in the journal before a `moves-money` message is sent: no card data in it.
 * @public
 */
export type GatewayStep =
  | {
      readonly type: "send";
      readonly effect: "moves-money" | "safe";
      readonly message: GatewayMessage;
      readonly timeoutMs: number;
      readonly state: JsonValue;
    }
  | { readonly type: "wait"; readonly durationMs: number; readonly state: JsonValue }
  | { readonly type: "done"; readonly outcome: GatewayOutcome };

/**
 * What came of a step. `left: "no"` is certain: not one byte was handed over.
 * @public
 */
export type GatewayStepResult =
  | { readonly type: "answer"; readonly answer: Uint8Array | ExchangeResponse }
  | {
      readonly type: "no-answer";
      readonly left: "no" | "maybe";
      readonly cause: "timeout" | "link-lost" | "unreachable";
    }
  | { readonly type: "elapsed" };

/**
 * How messages are cut out of a stream, as data: the host frames. `lengthBytes` in front of each message, binary or
 * ASCII digits, counting itself or not.
 * @public
 */
export interface StreamFraming {
  readonly lengthBytes: 2 | 4;
  readonly encoding: "binary" | "ascii";
  readonly countsItself: boolean;
  readonly headerBytes: number;
  readonly messageBytesMax: number;
}

/**
 * How a connector reaches its host.
 * @public
 */
export type GatewayShape =
  | { readonly kind: "http"; readonly address: LinkAddress }
  | {
      readonly kind: "stream";
      readonly address: LinkAddress;
      readonly framing: StreamFraming;
      /** Names the request that a message answers, or `null` for one that answers none. The host matches by it. */
      matchKey(message: Uint8Array): string | null;
      /** Sign-on, echo, key exchange: what to send when the line comes up, and when it was idle. */
      readonly session?: GatewaySession;
    };

/**
 * Messages that keep a line alive. They move no money.
 * @public
 */
export interface GatewaySession {
  readonly idleMs: number;
  open(references: References): GatewayStep;
  idle(references: References): GatewayStep;
  next(state: JsonValue, result: GatewayStepResult): GatewayStep;
}

/**
 * What a gateway can do.
 * @public
 */
export interface GatewayCapabilities {
  readonly operations: OperationTable<GatewayOperation>;
  readonly currencies: readonly string[] | "any";
  readonly partialApproval: boolean;
  /** Must a pending reversal be through before the same terminal id sends anything new? */
  readonly reversalOrder: "strict" | "background";
}

/**
 * A connector for one set of settings. Pure: the same arguments give the same step.
 * @public
 */
export interface GatewayConnector {
  readonly capabilities: GatewayCapabilities;
  readonly shape: GatewayShape;
  readonly references: readonly ReferenceDeclaration[];
  begin(input: GatewayInput, keystore: Keystore): GatewayStep | Promise<GatewayStep>;
  next(state: JsonValue, result: GatewayStepResult, keystore: Keystore): GatewayStep | Promise<GatewayStep>;
  /** The parameter set that this gateway's host wants readers to use, where it has one. */
  parameters?(): EmvParameterSet;
}

/**
 * A gateway plugin, as {@link defineGateway} makes it.
 * @public
 */
export interface GatewayPlugin<Settings = unknown> extends Manifest<"gateway", Settings> {
  create(settings: Settings): GatewayConnector;
}
