/**
 * What travels between a POS and the bridge: types and constants, nothing that runs. The client imports this entry only,
 * so that it stays small; the schemas that check all of it are in the package's main entry.
 *
 * @packageDocumentation
 */
import type {
  BridgeStatus,
  CancelAnswer,
  ErrorData,
  LaneId,
  LaneView,
  Money,
  PaymentEvent,
  PaymentId,
  PaymentKey,
  PaymentView,
  PosLimits,
  QuestionAnswer,
  QuestionKind,
} from "@tillwire/plugin-api";

export type {
  BridgeStatus,
  CancelAnswer,
  Effect,
  ErrorCode,
  ErrorData,
  LaneId,
  LaneView,
  Money,
  OpenQuestion,
  PaymentEvent,
  PaymentEventBody,
  PaymentId,
  PaymentKey,
  PaymentOutcome,
  PaymentState,
  PaymentView,
  PosCommand,
  PosDescription,
  PosLimits,
  PosResults,
  Question,
  QuestionAnswer,
  QuestionKind,
  SaleCommand,
} from "@tillwire/plugin-api";

/**
 * The WebSocket subprotocol that both sides have to name.
 * @public
 */
export const subprotocol = "tillwire.v1";

/**
 * Where a bridge listens unless it is told otherwise.
 * @public
 */
export const defaultUrl = "ws://127.0.0.1:7455/";

/**
 * The newest version of the messages. A bridge speaks a range of them; the POS picks one.
 * @public
 */
export const protocolVersion = 1;

/**
 * Close codes of the bridge, beside those of RFC 6455. 1001: the bridge stops. 1003: binary message. 1009: message too
 * large.
 * @public
 */
export const closeCodes = {
  /** No session was opened in time. */
  handshakeTimeout: 4_001,
  /** The session could not be opened; the error before it says why. */
  handshakeRefused: 4_002,
  /** More requests in flight than `limits.requestsInFlight`, again and again. */
  tooManyRequests: 4_003,
  /** The POS did not read its notifications. */
  tooSlow: 4_004,
} as const;

/**
 * JSON-RPC error numbers by class. The code that matters stands in `error.data.code`.
 * Source: JSON-RPC 2.0, section 5.1.
 * @public
 */
export const errorNumbers = {
  parse: -32_700,
  request: -32_600,
  method: -32_601,
  params: -32_602,
  internal: -32_603,
  /** Everything else that the bridge refuses. */
  refused: -32_000,
} as const;

/**
 * The first message of the bridge, before the session.
 * @public
 */
export interface Hello {
  readonly versions: { readonly min: number; readonly max: number };
  readonly bridge: { readonly version: string; readonly mode: "demo" | "live"; readonly keyId: string };
  readonly limits: PosLimits;
  /** Fresh for this connection; a POS with a key signs it. */
  readonly nonce: string;
}

/**
 * Who the POS is and what it can do. `keyId`, `nonce` and `signature` go together; a demo bridge needs none of them.
 * @public
 */
export interface SessionOpenParams {
  readonly version: number;
  readonly pos: {
    readonly name: string;
    readonly version?: string;
    readonly asks?: readonly QuestionKind[];
    readonly display?: boolean;
    readonly print?: boolean;
  };
  readonly keyId?: string;
  readonly nonce?: string;
  readonly signature?: string;
}

/**
 * The open session. `openPayments`: what is not final, or not acknowledged, comes first.
 * @public
 */
export interface SessionOpenResult {
  readonly sessionId: string;
  readonly version: number;
  readonly openPayments: readonly PaymentView[];
  readonly lanes: readonly LaneView[];
}

/**
 * Names a payment by its key or by its id.
 * @public
 */
export type PaymentParams = { readonly key: PaymentKey } | { readonly id: PaymentId };

/**
 * A purchase, as it travels. Times are ISO 8601 in UTC.
 * @public
 */
export interface SaleParams {
  readonly key: PaymentKey;
  readonly keyCreatedAt: string;
  readonly lane: LaneId;
  readonly amount: Money;
  readonly tipMinor?: number;
  readonly taxMinor?: number;
  readonly cashbackMinor?: number;
  readonly partialApproval?: boolean;
  readonly orderReference?: string;
}

/**
 * Every method, with what it takes and what it gives.
 * @public
 */
export interface Methods {
  "session.open": { readonly params: SessionOpenParams; readonly result: SessionOpenResult };
  "payment.sale": { readonly params: SaleParams; readonly result: { readonly payment: PaymentView } };
  "payment.cancel": {
    readonly params: { readonly key: PaymentKey };
    readonly result: { readonly cancel: CancelAnswer };
  };
  "payment.get": { readonly params: PaymentParams; readonly result: { readonly payment: PaymentView } };
  "payment.watch": {
    readonly params: { readonly key: PaymentKey; readonly afterSeq: number };
    readonly result: { readonly payment: PaymentView; readonly events: readonly PaymentEvent[]; readonly gap: boolean };
  };
  "payment.answer": {
    readonly params: { readonly key: PaymentKey; readonly questionId: string; readonly answer: QuestionAnswer };
    readonly result: { readonly accepted: true };
  };
  "payment.acknowledge": {
    readonly params: { readonly key: PaymentKey };
    readonly result: { readonly payment: PaymentView };
  };
  "payment.close": {
    readonly params: { readonly key: PaymentKey; readonly keyCreatedAt: string; readonly lane: LaneId };
    readonly result: { readonly closed: true } | { readonly closed: false; readonly payment: PaymentView };
  };
  "lane.list": { readonly params: Record<string, never>; readonly result: { readonly lanes: readonly LaneView[] } };
  "lane.status": { readonly params: { readonly lane: LaneId }; readonly result: { readonly lane: LaneView } };
  "bridge.status": { readonly params: Record<string, never>; readonly result: BridgeStatus };
}

/**
 * The name of a method.
 * @public
 */
export type MethodName = keyof Methods;

/**
 * Every notification, with what it carries.
 * @public
 */
export interface Notifications {
  "bridge.hello": Hello;
  "payment.event": PaymentEvent;
  "lane.event": { readonly lane: LaneView };
  "bridge.event": { readonly state: "running" | "stopping" | "failed"; readonly message: string };
}

/**
 * A request, as it travels.
 * @public
 */
export type RequestMessage = {
  readonly [Name in MethodName]: {
    readonly jsonrpc: "2.0";
    readonly id: string | number;
    readonly method: Name;
    readonly params: Methods[Name]["params"];
  };
}[MethodName];

/**
 * What the bridge sends: an answer with the request's id, or a notification without one.
 * @public
 */
export type BridgeMessage =
  | { readonly jsonrpc: "2.0"; readonly id: string | number; readonly result: Methods[MethodName]["result"] }
  | { readonly jsonrpc: "2.0"; readonly id: string | number | null; readonly error: ErrorMessage }
  | NotificationMessage;

/**
 * An error, as it travels. `data.code` is a code of the error catalog.
 * @public
 */
export interface ErrorMessage {
  readonly code: number;
  readonly message: string;
  readonly data: Pick<ErrorData, "code" | "effect" | "retry">;
}

/**
 * A notification, as it travels.
 * @public
 */
export type NotificationMessage = {
  readonly [Name in keyof Notifications]: {
    readonly jsonrpc: "2.0";
    readonly method: Name;
    readonly params: Notifications[Name];
  };
}[keyof Notifications];
