/** Whole messages: JSON-RPC 2.0 with this protocol's methods and notifications in it. */
import type { ErrorData, LaneView } from "@tillwire/plugin-api";
import type { Hello } from "./handshake.ts";
import type { MethodName, Methods } from "./methods.ts";
import type { PaymentEvent } from "./payments.ts";

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
 * What the bridge sends: an answer with the request's id, or a notification without one. An error without id is about a
 * message whose id could not be read, or must not be used.
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
  /** The number that JSON-RPC has for it: one of `errorNumbers`. */
  readonly code: number;
  /** What happened and what to do next, for a person. */
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
