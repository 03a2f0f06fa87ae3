/** Time and chance of the machine the client runs on. Nothing else in the client reads a clock or makes up a number. */
import { abortError } from "./abort.ts";

/**
 * The client's clock. The one of a Tillwire host fits.
 * @public
 */
export interface ClientClock {
  /** UTC, milliseconds since 1970. May jump. */
  nowMs(): number;
  /** Milliseconds since some fixed moment. Never goes back. */
  monotonicMs(): number;
  /** Resolves after `durationMs`; rejects as soon as `signal` is aborted. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: ClientClock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (durationMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortError(signal));
        return;
      }
      const abort = (): void => {
        clearTimeout(timer);
        if (signal) reject(abortError(signal));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", abort);
        resolve();
      }, durationMs);
      signal?.addEventListener("abort", abort, { once: true });
    }),
};

/** Sleeps on any clock; when aborted, rejects with the reason of the signal whatever the clock rejects with. */
export async function pause(clock: ClientClock, durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(durationMs, signal);
  } catch (error) {
    throw signal.aborted ? abortError(signal) : error;
  }
}

/** Bytes fit for keys. Unlike `randomUUID`, pages without TLS have this one too. */
export function systemRandomBytes(lengthBytes: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(lengthBytes));
}

/** Letters only: a run of digits could be taken for a card number, and be refused. */
const keyLetters = "bcdfghjkmnpqrstv";

/** A new payment key: 128 bits by chance, in 32 letters. */
export function randomKey(randomBytes: (lengthBytes: number) => Uint8Array): string {
  return Array.from(randomBytes(16), (byte) => keyLetters.charAt(byte >> 4) + keyLetters.charAt(byte & 15)).join("");
}

/** A number from 0 to just below 1. */
export function randomFraction(randomBytes: (lengthBytes: number) => Uint8Array): number {
  const [high = 0, low = 0] = randomBytes(2);
  return (high * 256 + low) / 65_536;
}
