/** Answers that are waited for, by name. Bounded, and nobody waits for ever: a stop rejects everybody. */
import { TillwireError } from "@tillwire/plugin-api";

/** The most that one device may have open at once; a plugin that asks more is broken. */
const pendingMax = 100;

/** Waits for answers. */
export interface Pending<Answer> {
  /** Calls `ask` once there is somebody who waits, and not at all when the wait is refused. */
  wait(name: string, ask: () => void): Promise<Answer>;
  resolve(name: string, answer: Answer): void;
  rejectAll(): void;
}

/** Makes a place to wait. `stopped` is what everybody is rejected with in the end. */
export function createPending<Answer>(stopped: () => TillwireError): Pending<Answer> {
  const waiting = new Map<string, { resolve: (answer: Answer) => void; reject: (error: TillwireError) => void }>();
  let ended = false;
  return {
    wait(name, ask) {
      if (ended) return Promise.reject(stopped());
      if (waiting.size >= pendingMax) {
        const message = `The plugin has ${pendingMax} questions open at once; it is broken.`;
        return Promise.reject(new TillwireError("LIMIT_REACHED", { message, effect: "possible" }));
      }
      return new Promise((resolve, reject) => {
        waiting.set(name, { resolve, reject });
        ask();
      });
    },
    resolve(name, answer) {
      waiting.get(name)?.resolve(answer);
      waiting.delete(name);
    },
    rejectAll() {
      ended = true;
      for (const { reject } of waiting.values()) reject(stopped());
      waiting.clear();
    },
  };
}
