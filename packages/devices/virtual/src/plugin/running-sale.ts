/** The sale that runs now: what the terminal shows of it goes on as events, and a wish to cancel is kept for it. */
import type { AttemptId, DeviceContext } from "@tillwire/plugin-api";
import type { TerminalMessageOf } from "../protocol/terminal-messages.ts";

type ProgressMessage = TerminalMessageOf<"prompt" | "text" | "card" | "card-removed">;

/** The sale that runs, if one does. */
export interface RunningSale {
  /** `end` has to be called when it is over. */
  begin(attemptId: AttemptId, reference: string): void;
  end(): void;
  /** True when this reference runs: then the wish is kept. */
  wantCancel(reference: string): boolean;
  readonly cancelWanted: boolean;
  /** When the terminal was last heard of the running sale, or the sale began; on the monotonic clock. */
  readonly heardMs: number;
  /** Passes on what the terminal shows. What is not about the running sale is dropped. */
  show(message: ProgressMessage): void;
}

/** Makes one: nothing runs. */
export function createRunningSale({ emit, clock }: DeviceContext): RunningSale {
  let running: { readonly attemptId: AttemptId; readonly reference: string } | undefined;
  let cancelWanted = false;
  let heardMs = 0;
  return {
    get heardMs() {
      return heardMs;
    },
    get cancelWanted() {
      return cancelWanted;
    },
    begin(attemptId, reference) {
      running = { attemptId, reference };
      cancelWanted = false;
      heardMs = clock.monotonicMs();
    },
    end() {
      running = undefined;
    },
    wantCancel(reference) {
      const runs = running?.reference === reference;
      if (runs) cancelWanted = true;
      return runs;
    },
    show(message) {
      if (running?.reference !== message.reference) return;
      const { attemptId } = running;
      heardMs = clock.monotonicMs();
      switch (message.type) {
        case "prompt":
          return emit({ type: "prompt", attemptId, promptId: message.prompt });
        case "text":
          return emit({ type: "terminal-text", attemptId, text: message.text });
        case "card":
          return emit({ type: "card-presented", attemptId, card: message.card });
        case "card-removed":
          return emit({ type: "card-removed", attemptId });
      }
    },
  };
}
