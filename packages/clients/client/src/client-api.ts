/** Everything that a client can do. Types only. */
import type { BridgeStatus, LaneView, Methods, PaymentView } from "@tillwire/protocol/wire";
import type { Payment, SaleOptions } from "./payment.ts";

/**
 * Names a payment: its key, or `{ id }` with the bridge's own name for it.
 * @public
 */
export type PaymentName = string | { readonly id: string };

/**
 * A connection to a bridge, with everything a POS can do there. Payments go on whatever becomes of the connection; the
 * other calls reject with a {@link ClientError} when the bridge cannot be reached now.
 * @public
 */
export interface Client {
  /** Starts a purchase. Gives the payment at once; await it for the result. */
  sale(sale: SaleOptions): Payment;
  /**
   * Finds the payments that an earlier run left unfinished and brings each to its end. Call it once, at the start, with
   * the storage of before. Gives every payment that is not over.
   */
  resume(): Promise<readonly Payment[]>;
  /** The lanes that this POS may use. */
  lanes(): Promise<readonly LaneView[]>;
  /** One lane. Rejects with `LANE_UNKNOWN`. */
  laneStatus(lane: string): Promise<LaneView>;
  /** The health of the bridge. */
  status(): Promise<BridgeStatus>;
  /** A payment as it stands at the bridge. Rejects with `NOT_FOUND`, which is a fact about now only. */
  get(payment: PaymentName): Promise<PaymentView>;
  /** The same with its events after a number; later ones come to `onEvent`. For a second display. */
  watch(key: string, afterSeq?: number): Promise<Methods["payment.watch"]["result"]>;
  /** Says that the outcome is stored. The client does it by itself for its own payments. */
  acknowledge(key: string): Promise<PaymentView>;
  /**
   * Closes a key that never started, so that nothing can ever run under it; only then is a new key safe. Gives the
   * payment instead, when there is one. `keyCreatedAt`: UTC, milliseconds.
   */
  closeKey(
    key: string,
    made: { readonly lane: string; readonly keyCreatedAt: number },
  ): Promise<Methods["payment.close"]["result"]>;
  /** Removes the client's own record of a payment that a person has settled. Changes nothing at the bridge. */
  forget(key: string): Promise<void>;
  /** Ends the client. Payments go on at the bridge; their promises reject with `CLIENT_CLOSED`. */
  close(): Promise<void>;
  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void>;
}
