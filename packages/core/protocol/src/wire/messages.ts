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
  /** Once, before everything else; the POS answers it with `session.open`. */
  "bridge.hello": Hello;
  /** Of payments that this POS has asked about in this session, or that were open when it connected. */
  "payment.event": PaymentEvent;
  /** When a lane's state, or the reason for it, has changed: the whole lane as it is now. */
  "lane.event": { readonly lane: LaneView };
  /** When the bridge stops; `message` says why, in words for the shop. The connection ends soon after. */
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
  /** What a program goes by: `code` of the catalog, `effect` and `retry`. */
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
