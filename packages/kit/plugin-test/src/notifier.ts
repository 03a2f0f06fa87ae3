/** Lets any number of callers wait for "something changed". What changed, they look up themselves. */

export interface Notifier {
  /** Resolves at the next {@link Notifier.notify}, or as soon as `signal` is aborted. */
  wait(signal?: AbortSignal): Promise<void>;
  notify(): void;
}

export function createNotifier(): Notifier {
  const waiting = new Set<() => void>();
  return {
    wait: (signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        waiting.add(wake);
        signal?.addEventListener("abort", wake, { once: true });
      }),
    notify: () => {
      for (const wake of [...waiting]) wake();
    },
  };
}
