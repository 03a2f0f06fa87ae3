/**
 * Gateway connectors: pure steppers. A connector builds messages and reads answers; the host does the sending, so the
 * host knows whether a request left the machine. The state between two steps is plain data and is journaled.
 */
import type { JsonValue } from "./cloneable.ts";
import type { CardData, EmvTags } from "./card.ts";
import type { EmvParameterSet } from "./emv-parameters.ts";
import type { AttemptId } from "./identifiers.ts";
import type { Keystore } from "./keystore.ts";
import type { ExchangeRequest, ExchangeResponse } from "./link.ts";
import type { LinkAddress } from "./link-address.ts";
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
      /** The card as the reader gave it. Absent where `token` or `original` stands for it. */
      readonly card?: CardData;
      /** A card that this gateway stores, as its `token` outcome named it. */
      readonly token?: string;
      /** For a refund by reference. */
      readonly original?: OriginalAttempt;
      readonly cashbackMinor?: number;
      readonly tipMinor?: number;
      /** `final` takes the money with the authorization (sale); `pre` only holds it. */
      readonly finality: "final" | "pre";
      /** May the host approve less? Only when true is it told so. */
      readonly partialApproval: boolean;
      /** For `force`: the code from a voice call (ISO 8583 field 38). */
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
  /** The engine's own name for this attempt. It never goes to the gateway: that knows the attempt by `references`. */
  readonly attemptId: AttemptId;
  /** Those that the connector declared, allocated for this attempt; durable before anything is sent. */
  readonly references: References;
  /** UTC, milliseconds since 1970, of the moment this attempt was made: for ISO 8583 fields 7, 12 and 13. */
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
  /** `expires`: `YYYY-MM-DD`; absent when the gateway does not say. */
  | { readonly kind: "token"; readonly token: string; readonly expires?: string }
  | { readonly kind: "batch"; readonly report: BatchReport }
  /** Of a message of the session only: the line may be used. */
  | { readonly kind: "session" };

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
      /** `safe` only where nothing moves however often the host gets it. When in doubt, `moves-money`. */
      readonly effect: "moves-money" | "safe";
      readonly message: GatewayMessage;
      /** How long to wait for the answer; then `next` gets `no-answer`. It does not say that nothing happened. */
      readonly timeoutMs: number;
      /** Handed to `next`, and to `reverse` and `lookup` as `originalState`, also after a restart. */
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
  /** Bytes that the length takes in front of each message. */
  readonly lengthBytes: 2 | 4;
  /** `binary` is big-endian; `ascii` is decimal digits, padded with zeros. */
  readonly encoding: "binary" | "ascii";
  /** Are the `lengthBytes` themselves in the length? Wrong by so much, every message after the first is nonsense. */
  readonly countsItself: boolean;
  /** Bytes of a fixed head between length and message, such as a TPDU of five; 0 for none. */
  readonly headerBytes: number;
  /** The longest message of the dialect: what the host sets aside for one, and beyond which the line is given up. */
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
  /** After so long without a message in either direction `idle` is asked what to send. */
  readonly idleMs: number;
  /** The first step on a fresh line, such as a sign-on (ISO 8583 0800). */
  open(occasion: SessionOccasion): GatewayStep;
  /** The first step on an idle line, such as an echo: it shows whether anybody is still there. */
  idle(occasion: SessionOccasion): GatewayStep;
  /** The step after a result, as {@link GatewayConnector.next}. Every `send` here is `safe`. */
  next(state: JsonValue, result: GatewayStepResult): GatewayStep;
}

/**
 * What a message of the session is made with: references as declared, drawn by the host and not written down, since
 * nothing moves by it, and the wall clock.
 * @public
 */
export type SessionOccasion = Pick<GatewayAttempt, "references" | "atMs">;

/**
 * What a gateway can do.
 * @public
 */
export interface GatewayCapabilities {
  /** What is supported, and how each recovers. What is left out is refused before a card is asked for. */
  readonly operations: OperationTable<GatewayOperation>;
  /** ISO 4217 codes, or `any`. Others are refused before a card is asked for. */
  readonly currencies: readonly string[] | "any";
  /**
   * Can the host be told that it may approve less than was asked for? When false, and when it was not told, less is a
   * mismatch.
   */
  readonly partialApproval: boolean;
  /** Must a pending reversal be through before the same terminal id sends anything new? */
  readonly reversalOrder: "strict" | "background";
}

/**
 * A connector for one set of settings. Pure: the same arguments give the same step.
 * @public
 */
export interface GatewayConnector {
  /** Fixed for as long as the connector is used. */
  readonly capabilities: GatewayCapabilities;
  /** How the host reaches it: address and framing come from the settings that `create` got. */
  readonly shape: GatewayShape;
  /** References that every attempt needs. The engine allocates them, unique in their scope. */
  readonly references: readonly ReferenceDeclaration[];
  /**
   * The first step of an operation. Throws `OPERATION_UNSUPPORTED` or `REQUEST_INVALID` for what it cannot send:
   * nothing was sent then.
   */
  begin(input: GatewayInput, keystore: Keystore): GatewayStep | Promise<GatewayStep>;
  /** The step after a result, from the state that the last step left. What it throws counts by its `effect`. */
  next(state: JsonValue, result: GatewayStepResult, keystore: Keystore): GatewayStep | Promise<GatewayStep>;
  /** The parameter set that this gateway's host wants readers to use, where it has one. */
  parameters?(): EmvParameterSet;
}

/**
 * A gateway plugin, as {@link defineGateway} makes it.
 * @public
 */
export interface GatewayPlugin<Settings = unknown> extends Manifest<"gateway", Settings> {
  /**
   * Makes the connector of one lane's settings. Connects to nothing; throws `SETTINGS_INVALID` for settings that do not
   * go together.
   */
  create(settings: Settings): GatewayConnector;
}
