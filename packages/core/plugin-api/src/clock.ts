/**
 * Time and chance as the host lends them. Plugins and the engine never read a clock or a random source of their own,
 * so that a simulator can run all of them with virtual time from one seed.
 */

/**
 * The host's clock.
 * @public
 */
export interface Clock {
  /** UTC, milliseconds since 1970: for printing. It may jump; no outcome depends on it. */
  nowMs(): number;
  /** Milliseconds since some fixed moment of this run. Never goes back. */
  monotonicMs(): number;
  /** Resolves after `durationMs`. Rejects with `ABORTED` as soon as `signal` is aborted. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Bytes from a source fit for keys and identifiers.
 * @public
 */
export type RandomBytes = (lengthBytes: number) => Uint8Array;
