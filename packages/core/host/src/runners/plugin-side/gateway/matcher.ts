/**
 * Matching: an answer belongs to the request that the connector's match key names, and to no other. Answers that come
 * too late, twice, or to nothing that was asked complete nobody's request; they are logged without their content.
 */
import { NAME_LENGTH_MAX } from "@tillwire/engine/schemas";
import { TillwireError } from "@tillwire/plugin-api";
import type { Logger } from "@tillwire/plugin-api";
import { failure } from "../../../logs/logger.ts";
import { gatewayLimits } from "./limits.ts";

const { requestsRememberedMax } = gatewayLimits;

/** An answer that is waited for. */
export interface Expected {
  /** Nothing once the line has ended. */
  readonly arrived: Promise<Uint8Array | undefined>;
  /** Nobody waits any more. */
  end(): void;
}

/** The requests of one line. */
export interface Matcher {
  /** Throws `PLUGIN_FAILED` for a request without a key, `DEVICE_BUSY` for a key that is waited for already. */
  expect(request: Uint8Array): Expected;
  receive(message: Uint8Array): void;
  endAll(): void;
}

/** What matching needs. */
export interface MatcherOptions {
  readonly matchKey: (message: Uint8Array) => unknown;
  readonly log: Logger;
}

/** Makes the matcher of one line. */
export function createMatcher({ matchKey, log }: MatcherOptions): Matcher {
  const waiting = new Map<string, (answer: Uint8Array | undefined) => void>();
  const remembered = new Map<string, "answered" | "given up">();

  function remember(key: string, how: "answered" | "given up"): void {
    remembered.set(key, how);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= requestsRememberedMax) return;
      remembered.delete(oldest);
    }
  }
  function keyOf(message: Uint8Array): string | undefined {
    const key = matchKey(message.slice()); // its own copy: nobody changes what is sent or handed on
    return typeof key === "string" && key.length <= NAME_LENGTH_MAX ? key : undefined;
  }
  function dropped(message: Uint8Array, key?: string): void {
    const before = key === undefined ? undefined : remembered.get(key);
    const why = before === undefined ? "not asked for" : before === "answered" ? "answered already" : "too late";
    log.warn("answer-dropped", { why, messageBytes: message.length, ...(key !== undefined && { key }) });
  }
  return {
    expect(request) {
      const key = keyOf(request);
      if (key === undefined) throw notSent("PLUGIN_FAILED", "The connector has no match key for its own request.");
      if (waiting.has(key)) throw notSent("DEVICE_BUSY", "A request with the same match key waits for its answer.");
      const { promise, resolve } = Promise.withResolvers<Uint8Array | undefined>();
      waiting.set(key, resolve);
      return {
        arrived: promise,
        end() {
          if (waiting.delete(key)) remember(key, "given up");
        },
      };
    },
    receive(message) {
      try {
        const key = keyOf(message);
        const answer = key === undefined ? undefined : waiting.get(key);
        if (key === undefined || answer === undefined) {
          dropped(message, key);
          return;
        }
        waiting.delete(key);
        remember(key, "answered");
        answer(message);
      } catch (thrown) {
        log.warn("answer-unreadable", { messageBytes: message.length, ...failure(thrown) });
      }
    },
    endAll() {
      for (const resolve of waiting.values()) resolve(undefined);
      waiting.clear();
    },
  };
}

function notSent(code: "PLUGIN_FAILED" | "DEVICE_BUSY", message: string): TillwireError {
  return new TillwireError(code, { message, effect: "none" });
}
