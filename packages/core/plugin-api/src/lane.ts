/**
 * A lane as a POS sees it: what it is made of, how it is, and what it can do.
 */
import type { LaneId } from "./identifiers.ts";
import type { PaymentKind, Support } from "./operations.ts";
import type { RecoveryLevel } from "./recovery.ts";

/**
 * How a lane is. `opening`: the device is being reached. `ready`: takes payments. `busy`: one is running.
 * `recovering`: an older payment has to be settled first. `paused`: the bridge takes no new payment for now, since its
 * disk is nearly full. `lost`: the device does not answer. `failed`: the journal failed, nothing is taken any more.
 * @public
 */
export type LaneState = "opening" | "ready" | "busy" | "recovering" | "paused" | "lost" | "failed";

/**
 * What a lane can do of one kind of payment.
 * @public
 */
export interface LaneOperation {
  /** Every kind is listed, those that are unsupported too. */
  readonly kind: PaymentKind;
  /** `unsupported`: a request is refused with `OPERATION_UNSUPPORTED` before the device is touched. */
  readonly support: Support;
  /** What can be promised when no answer comes. Absent when it is unsupported. */
  readonly recoveryLevel?: RecoveryLevel;
}

/**
 * A lane.
 * @public
 */
export interface LaneView {
  /** Its name in the configuration: what a POS puts into its requests. */
  readonly lane: LaneId;
  /** Only `ready` takes a payment. Any other refuses it with `LANE_BUSY`, `LANE_NOT_READY` or `STORAGE_LOW`. */
  readonly state: LaneState;
  /** Why the lane is not ready, in words for the shop. */
  readonly reason?: string;
  /** The device plugin's `displayName`. */
  readonly device?: string;
  /** The gateway plugin's `displayName`. Absent for a lane whose terminal authorizes by itself. */
  readonly gateway?: string;
  /** ISO 4217 codes, or `any`. Empty while the device is not open: nobody knows yet. */
  readonly currencies: readonly string[] | "any";
  /** What can be asked for, by kind. Empty while the device is not open. */
  readonly operations: readonly LaneOperation[];
  /** Can a running payment be asked to stop? False while the device is not open. */
  readonly cancel: boolean;
  /**
   * Does the lane take `partialApproval: true`? Device and configuration both have to. False while the device is not
   * open.
   */
  readonly partialApproval: boolean;
  /** After this time a money method answers `unknown` and the event `resolved` brings the rest. */
  readonly answerWithinMs: number;
}
