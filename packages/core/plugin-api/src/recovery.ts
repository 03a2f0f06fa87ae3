/**
 * What a peer can do for an attempt of which no answer came. A plugin declares it operation by operation, the
 * conformance kit proves it, and the engine promises no more than it allows.
 */

/**
 * How well an attempt can be found again, from best to worst. Declare what the peer proves, not what it usually does.
 *
 * - **A** dedupes on our key within a published window, and can be queried or voided by it.
 * - **B** can be queried or voided by our reference: it searches all that it did.
 * - **C** repeats its last result, with our reference, and nothing older. That result is as durable as the payment: after
 *   a restart the peer repeats the same one or none, never an older one. A sale keyed in by hand after ours hides ours,
 *   so that such a peer can say `last-is-other`, and never `not-found` (see {@link LookupResult}).
 * - **D** none of these.
 * @public
 */
export type RecoveryLevel = "A" | "B" | "C" | "D";

interface RecoveryBase {
  /**
   * For how long after our side closed the session that carried a request the request may still arrive. Only after
   * that is "not found" final, and what a repeated last result proves. 0: final at once, because a closed session's unread requests die with it.
   */
  readonly horizonMs: number;
  /**
   * True when the peer, once it has said "not found" (to an inquiry or a reversal), refuses that reference should it
   * arrive after all.
   */
  readonly refusesLateArrival: boolean;
}

/**
 * A level with the window that it holds for. `windowMs` is counted from the first send; outside of it level A is
 * treated as level B.
 * @public
 */
export type Recovery =
  | (RecoveryBase & { readonly level: "A"; readonly windowMs: number })
  | (RecoveryBase & { readonly level: "B" | "C" | "D" });
