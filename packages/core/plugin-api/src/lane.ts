/**
 * A lane as a POS sees it: what it is made of, how it is, and what it can do.
 */
import type { LaneId } from "./identifiers.ts";
import type { PaymentKind, Support } from "./operations.ts";
import type { RecoveryLevel } from "./recovery.ts";

/**
 * How a lane is. `opening`: the device is being reached. `ready`: takes payments. `busy`: one is running.
 * `recovering`: an older payment has to be settled first. `lost`: the device does not answer. `failed`: the journal
 * failed, nothing is taken any more.
 * @public
 */
export type LaneState = "opening" | "ready" | "busy" | "recovering" | "lost" | "failed";

/**
 * What a lane can do of one kind of payment.
 * @public
 */
export interface LaneOperation {
  readonly kind: PaymentKind;
  readonly support: Support;
  readonly recoveryLevel?: RecoveryLevel;
}

/**
 * A lane.
 * @public
 */
export interface LaneView {
  readonly lane: LaneId;
  readonly state: LaneState;
  /** Why the lane is not ready, in words for the shop. */
  readonly reason?: string;
  /** Names of the plugins it is made of. */
  readonly device?: string;
  readonly gateway?: string;
  readonly currencies: readonly string[] | "any";
  readonly operations: readonly LaneOperation[];
  readonly cancel: boolean;
  readonly partialApproval: boolean;
  /** After this time a money method answers `unknown` and the event `resolved` brings the rest. */
  readonly answerWithinMs: number;
}
