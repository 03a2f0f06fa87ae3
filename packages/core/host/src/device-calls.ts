/** Calls to a terminal, and what came of each: always an answer to the engine, a result or the error that came instead. */
import type { Clock } from "@tillwire/plugin-api";
import { errorData } from "@tillwire/plugin-api";
import type { Answered, Effect, Input } from "@tillwire/engine";
import type { HostedTerminal } from "./runners/runner.ts";

/** How long a terminal may take for a lookup, a reversal or a cancel before it is asked again. */
const inquiryTimeoutMs = 30_000;

/** Effects that call the device. */
export type DeviceCall = Extract<Effect, { readonly type: "execute" | "give-up" | "cancel" | "look-up" | "reverse" }>;

/** What the device is called by; the capabilities are the engine's business. */
export type CallableTerminal = Pick<HostedTerminal, "execute" | "cancel" | "lookup" | "reverse">;

/** Calls that are under way. Disposing aborts them. */
export interface DeviceCalls extends Disposable {
  perform(call: DeviceCall, terminal: CallableTerminal): void;
}

/** What calls need. */
export interface DeviceCallsOptions {
  readonly clock: Clock;
  readonly dispatch: (input: Input) => void;
}

/** Makes the caller of one terminal. */
export function createDeviceCalls({ clock, dispatch }: DeviceCallsOptions): DeviceCalls {
  const running = new Map<string, AbortController>();

  async function execute({ attempt, request }: Extract<DeviceCall, { type: "execute" }>, terminal: CallableTerminal) {
    const controller = new AbortController();
    running.set(attempt.attemptId, controller);
    const answer = await answered(terminal.execute(request, controller.signal));
    running.delete(attempt.attemptId);
    dispatch({ type: "executed", attempt, answer });
  }

  async function lookUp({ attempt, request }: Extract<DeviceCall, { type: "look-up" }>, terminal: CallableTerminal) {
    const answer = await within(clock, (signal) => terminal.lookup(request, signal));
    dispatch({ type: "looked-up", attempt, answer });
  }

  async function reverse({ attempt, request }: Extract<DeviceCall, { type: "reverse" }>, terminal: CallableTerminal) {
    const answer = await within(clock, (signal) => terminal.reverse(request, signal));
    dispatch({ type: "reverse-answered", attempt, answer });
  }

  return {
    perform(call, terminal) {
      switch (call.type) {
        case "execute":
          void execute(call, terminal);
          break;
        case "give-up":
          running.get(call.attemptId)?.abort();
          break;
        case "cancel":
          // A wish: that it failed changes nothing, the payment's own answer comes anyway.
          void within(clock, (signal) => terminal.cancel(call.request, signal));
          break;
        case "look-up":
          void lookUp(call, terminal);
          break;
        case "reverse":
          void reverse(call, terminal);
          break;
      }
    },
    [Symbol.dispose]() {
      for (const controller of running.values()) controller.abort();
    },
  };
}

async function within<Result>(clock: Clock, call: (signal: AbortSignal) => Promise<Result>): Promise<Answered<Result>> {
  const [timeout, finished] = [new AbortController(), new AbortController()];
  clock.sleep(inquiryTimeoutMs, finished.signal).then(
    () => timeout.abort(),
    () => undefined, // the call was quicker
  );
  const answer = await answered(call(timeout.signal));
  finished.abort();
  return answer;
}

async function answered<Result>(call: Promise<Result>): Promise<Answered<Result>> {
  try {
    return { result: await call };
  } catch (thrown) {
    return { error: errorData(thrown) };
  }
}
