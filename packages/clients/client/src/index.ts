/**
 * `@tillwire/client`: one promise a payment, typed events, reconnect and resume, in browsers and Node.
 *
 * @packageDocumentation
 */
export { createClient } from "./client.ts";
export type { Client, PaymentName } from "./client-api.ts";
export { ClientError, clientErrorCodes } from "./client-error.ts";
export type { ClientErrorCode, ClientErrorOptions, ClientOnlyErrorCode } from "./client-error.ts";
export type { ConnectionState } from "./connector.ts";
export { indexedDbStorage } from "./indexed-db.ts";
export { clientLimits } from "./limits.ts";
export type { BridgePaymentEvent, ClientEvent } from "./notifications.ts";
export type { ClientOptions } from "./options.ts";
export type {
  ClientPaymentEvent,
  FinalResult,
  ParkedResult,
  Payment,
  PaymentResult,
  PaymentUpdate,
  SaleOptions,
} from "./payment.ts";
export type { PermissionSource } from "./permission.ts";
export { memoryStorage } from "./storage.ts";
export type { ClientStorage } from "./storage.ts";
export type { ClientClock } from "./system.ts";
export type { WebSocketConstructor, WebSocketEvent, WebSocketLike } from "./web-socket.ts";
export { webStorage } from "./web-storage.ts";
export type { WebStorageArea } from "./web-storage.ts";
// The words of the protocol that a POS meets, so that it needs no other package for them.
export type {
  BridgeStatus,
  CancelAnswer,
  ErrorCode,
  LaneId,
  LaneView,
  Money,
  OpenQuestion,
  PaymentId,
  PaymentKey,
  PaymentOutcome,
  PaymentView,
  Question,
  QuestionAnswer,
  QuestionKind,
} from "@tillwire/protocol/wire";
