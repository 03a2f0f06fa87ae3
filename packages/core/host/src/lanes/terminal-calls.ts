/** Calls to a terminal, and what came of each: always an answer to the engine, a result or the error that came instead. */
import type { Clock } from "@tillwire/plugin-api";
import type { Effect, Input } from "@tillwire/engine";
import type { TerminalRole } from "../runners/roles/terminal.ts";
import type { Callable } from "../runners/runner.ts";
import { answered, answeredWithin } from "./answered.ts";

/** How long a terminal may take for a lookup, a reversal or a cancel before it is asked again. */
const inquiryTimeoutMs = 30_000;

/** Effects that call the terminal. */
export type TerminalCall = Extract<Effect, { readonly type: "execute" | "give-up" | "cancel" | "look-up" | "reverse" }>;

/** Calls that are under way. Disposing aborts them. */
export interface TerminalCalls extends Disposable {
  perform(call: TerminalCall): void;
}

/** What calls need. */
export interface TerminalCallsOptions {
  readonly terminal: Callable<TerminalRole>;
  readonly clock: Clock;
  readonly dispatch: (input: Input) => void;
}

/** Makes the caller of one terminal. */
export function createTerminalCalls({ terminal, clock, dispatch }: TerminalCallsOptions): TerminalCalls {
  const running = new Map<string, AbortController>();
  const limit = { clock, limitMs: inquiryTimeoutMs };

  async function execute({ attempt, request }: Extract<TerminalCall, { type: "execute" }>): Promise<void> {
    const controller = new AbortController();
    running.set(attempt.attemptId, controller);
    const answer = await answered(terminal.call("execute", request, controller.signal));
    running.delete(attempt.attemptId);
    dispatch({ type: "executed", attempt, answer });
  }

  async function lookUp({ attempt, request }: Extract<TerminalCall, { type: "look-up" }>): Promise<void> {
    const answer = await answeredWithin((signal) => terminal.call("lookup", request, signal), limit);
    dispatch({ type: "looked-up", attempt, answer });
  }

  async function reverse({ attempt, request }: Extract<TerminalCall, { type: "reverse" }>): Promise<void> {
    const answer = await answeredWithin((signal) => terminal.call("reverse", request, signal), limit);
    dispatch({ type: "reverse-answered", attempt, answer });
  }

  return {
    perform(call) {
      switch (call.type) {
        case "execute":
          void execute(call);
          break;
        case "give-up":
          running.get(call.attemptId)?.abort();
          break;
        case "cancel":
          // A wish: that it failed changes nothing, the payment's own answer comes anyway.
          void answeredWithin((signal) => terminal.call("cancel", call.request, signal), limit);
          break;
        case "look-up":
          void lookUp(call);
          break;
        case "reverse":
          void reverse(call);
          break;
      }
    },
    [Symbol.dispose]() {
      for (const controller of running.values()) controller.abort();
    },
  };
}
