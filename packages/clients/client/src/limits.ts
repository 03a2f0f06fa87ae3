/** Every limit and every time of the client, each in this one place, with its reason. */

/**
 * The client's own limits and times.
 * @public
 */
export const clientLimits = {
  /** From the start of a connection to its open session: a bridge that starts, on a slow machine. */
  connectMs: 15_000,
  /** So much longer while the browser asks its user whether this page may reach the bridge. */
  promptMs: 300_000,
  /** An answer to anything but a payment comes in milliseconds; without one for so long the connection is dead. */
  requestMs: 10_000,
  /** While a payment runs it is asked for so often: a dead connection shows itself, and nothing can be missed. */
  heartbeatMs: 15_000,
  /** The first wait before a connection is tried again; it doubles from there. */
  retryFirstMs: 250,
  /** The longest wait between two tries: a bridge that comes back is found within this time. */
  retryLongestMs: 15_000,
  /** A connection that lasted so long was a good one: the next wait starts from the beginning. */
  stableMs: 10_000,
  /**
   * A sale that the bridge has not accepted by then is not started any more: nobody wants a terminal to ask for a card
   * long after the shopper has left. A payment that was accepted is followed without end.
   */
  submitWithinMs: 120_000,
  /** How long `close` waits for acknowledgements under way. */
  closeMs: 2_000,
  /** Requests that wait for a slot on the connection. */
  requestsWaiting: 1_000,
  /** Unfinished payments that one client follows at a time. */
  payments: 1_000,
  /** Events of one payment that are kept for late readers; the oldest go first. */
  eventsKept: 1_000,
} as const;
