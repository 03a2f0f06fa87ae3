/** Something that happens again and again, and those who wait for the next time. Holds nothing of the past. */
import { abortError } from "./abort.ts";

export interface Announcement<Value> {
  announce(value: Value): void;
  /** Rejects only when aborted. */
  next(stop: AbortSignal): Promise<Value>;
}

export function createAnnouncement<Value>(): Announcement<Value> {
  const waiters = new Set<(value: Value) => void>();
  return {
    announce(value) {
      for (const waiter of [...waiters]) waiter(value);
    },
    next: (stop) =>
      new Promise((resolve, reject) => {
        const settle = (value: Value): void => {
          waiters.delete(settle);
          stop.removeEventListener("abort", abort);
          resolve(value);
        };
        const abort = (): void => {
          waiters.delete(settle);
          reject(abortError(stop));
        };
        if (stop.aborted) return abort();
        waiters.add(settle);
        stop.addEventListener("abort", abort, { once: true });
      }),
  };
}
