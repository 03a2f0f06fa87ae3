/**
 * What travels between a POS and the bridge: types and constants, nothing that runs. The client imports this entry only,
 * so that it stays small; the schemas that check all of it are in the package's main entry.
 *
 * @packageDocumentation
 */
export type {
  BridgeStatus,
  CancelAnswer,
  CardSummary,
  Effect,
  ErrorCode,
  ErrorData,
  LaneId,
  LaneView,
  Money,
  PaymentId,
  PaymentKey,
  PaymentOutcome,
  PaymentState,
  PosCommand,
  PosDescription,
  PosLimits,
  PromptId,
  QuestionAnswer,
  QuestionKind,
  SaleCommand,
} from "@tillwire/plugin-api";
export * from "./wire/constants.ts";
export type * from "./wire/handshake.ts";
export type * from "./wire/messages.ts";
export type * from "./wire/methods.ts";
export type * from "./wire/payments.ts";
