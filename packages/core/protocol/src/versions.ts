/**
 * Versions of the messages. Each step from one version to the next is a set of pure functions: what an older POS asks is
 * brought up step by step, what the bridge says is brought down. Handlers and schemas know the newest version only.
 *
 * What every version has in common, so that a version can be picked at all: `bridge.hello` with its fields, and the
 * method `session.open` with its field `version`.
 */
import { protocolVersion } from "./wire.ts";

/**
 * A request, without the envelope. Its parameters are whatever the POS sent; they are checked after the last step.
 * @public
 */
export interface VersionedRequest {
  /** As the POS sent it; a step may give it another name. It may be no method at all. */
  readonly method: string;
  /** An object, nested twelve deep at most, and otherwise anything. */
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * The result of a method that succeeded.
 * @public
 */
export interface VersionedResult {
  /** Of the request that it answers, in the newest version's words. */
  readonly method: string;
  /** Its fields, with bytes as base64 already. */
  readonly result: Readonly<Record<string, unknown>>;
}

/**
 * Something that the bridge tells.
 * @public
 */
export interface VersionedNotification {
  /** Such as `payment.event`. */
  readonly method: string;
  /** Its fields, with bytes as base64 already. */
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * The way between version `from` and the next. None of these may throw, whatever a POS sent.
 * @public
 */
export interface VersionStep {
  /** The older of the two. */
  readonly from: number;
  /** A request of version `from` as one of the next. */
  readonly upRequest: (request: VersionedRequest) => VersionedRequest;
  /** A result of the next version as one of version `from`. */
  readonly downResult: (result: VersionedResult) => VersionedResult;
  /** A notification of the next version as one of version `from`; nothing where that version has no word for it. */
  readonly downNotification: (notification: VersionedNotification) => VersionedNotification | undefined;
}

/**
 * All versions that can be spoken: the newest, and the steps that lead to it, oldest first and without a hole.
 * @public
 */
export interface VersionHistory {
  /** The version that handlers and schemas know. */
  readonly newest: number;
  /** One for each version but the newest; their number says how far back a POS may be. */
  readonly steps: readonly VersionStep[];
}

/**
 * The protocol's own history. There is one version, so there is no step yet.
 * @public
 */
export const versionHistory: VersionHistory = { newest: protocolVersion, steps: [] };

/**
 * The versions that a bridge with this history speaks.
 * @public
 */
export function versionRange({ newest, steps } = versionHistory): { readonly min: number; readonly max: number } {
  return { min: newest - steps.length, max: newest };
}

/**
 * A request of an older version as one of the newest.
 * @public
 */
export function upgradeRequest(
  request: VersionedRequest,
  version: number,
  { steps } = versionHistory,
): VersionedRequest {
  return steps.filter(({ from }) => from >= version).reduce((raised, step) => step.upRequest(raised), request);
}

/**
 * A result for a POS of an older version.
 * @public
 */
export function downgradeResult(result: VersionedResult, version: number, { steps } = versionHistory): VersionedResult {
  return steps.filter(({ from }) => from >= version).reduceRight((lowered, step) => step.downResult(lowered), result);
}

/**
 * A notification for a POS of an older version, or nothing when that version has no word for it.
 * @public
 */
export function downgradeNotification(
  notification: VersionedNotification,
  version: number,
  { steps } = versionHistory,
): VersionedNotification | undefined {
  return steps
    .filter(({ from }) => from >= version)
    .reduceRight<VersionedNotification | undefined>(
      (lowered, step) => lowered && step.downNotification(lowered),
      notification,
    );
}
