/** Calls to a reader, and what came of each: always an answer to the engine, a result or the error that came instead. */
import type { Clock } from "@tillwire/plugin-api";
import type { Answered, CardRead, Effect, Input } from "@tillwire/engine";
import type { ReaderRole } from "../runners/roles/reader.ts";
import type { Callable } from "../runners/runner.ts";
import { answered, answeredWithin } from "./answered.ts";
import type { HeldCard } from "./held-card.ts";

/** How long the card's last word may take: scripts, the final cryptogram, and a shopper who leaves the card in. */
const finishTimeoutMs = 60_000;

/** Effects that call the reader. */
export type ReaderCall = Extract<Effect, { readonly type: "read-card" | "finish-card" | "abandon-card" | "give-up" }>;

/** Calls that are under way. Disposing aborts them. */
export interface ReaderCalls extends Disposable {
  perform(call: ReaderCall): void;
}

/** What calls need. */
export interface ReaderCallsOptions {
  readonly reader: Callable<ReaderRole>;
  readonly card: HeldCard;
  readonly clock: Clock;
  readonly dispatch: (input: Input) => void;
}

/** Makes the caller of one reader. */
export function createReaderCalls({ reader, card, clock, dispatch }: ReaderCallsOptions): ReaderCalls {
  const reading = new Map<string, AbortController>();
  const stop = new AbortController();
  const limit = { clock, limitMs: finishTimeoutMs, stop: stop.signal };

  async function read({ attempt, request }: Extract<ReaderCall, { type: "read-card" }>): Promise<void> {
    const { attemptId } = attempt;
    const controller = new AbortController();
    reading.set(attemptId, controller);
    const given = await answered(reader.call("read", request, controller.signal));
    reading.delete(attemptId);
    const answer: Answered<CardRead> = "result" in given ? { result: card.keep(attemptId, given.result) } : given;
    dispatch({ type: "card-read", attempt, answer });
  }

  async function finish({ attempt, request }: Extract<ReaderCall, { type: "finish-card" }>): Promise<void> {
    const answer = await answeredWithin((signal) => reader.call("finish", request, signal), limit);
    dispatch({ type: "card-finished", attempt, answer });
  }

  async function abandon({ attempt, request }: Extract<ReaderCall, { type: "abandon-card" }>): Promise<void> {
    const given = await answeredWithin((signal) => reader.call("abandon", request, signal), limit);
    const answer = "result" in given ? { result: { accepted: false } } : given;
    dispatch({ type: "card-finished", attempt, answer });
  }

  return {
    perform(call) {
      switch (call.type) {
        case "read-card":
          void read(call);
          break;
        case "finish-card":
          card.drop();
          void finish(call);
          break;
        case "abandon-card":
          card.drop();
          void abandon(call);
          break;
        case "give-up":
          reading.get(call.attemptId)?.abort();
          break;
      }
    },
    [Symbol.dispose]() {
      card.drop();
      stop.abort();
      for (const controller of reading.values()) controller.abort();
    },
  };
}
