/**
 * Things that have to be taken down again, in reverse order. Node 22 has no AsyncDisposableStack yet, and this is the
 * part of it that the host needs.
 */

/** What was opened so far. Disposing takes all of it down, also when one part fails, and then tells of the failure. */
export interface Disposables extends AsyncDisposable {
  use<Part extends AsyncDisposable | Disposable>(part: Part): Part;
  defer(end: () => void): void;
  /** Hands everything over: disposing this one does nothing any more. */
  move(): Disposables;
}

/** Starts with nothing, or with parts that are handed over. */
export function createDisposables(parts: (() => Promise<void>)[] = []): Disposables {
  return {
    use(part) {
      parts.push(async () => {
        if (Symbol.asyncDispose in part) await part[Symbol.asyncDispose]();
        else part[Symbol.dispose]();
      });
      return part;
    },
    defer(end) {
      parts.push(async () => end());
    },
    move: () => createDisposables(parts.splice(0)),
    async [Symbol.asyncDispose]() {
      const failures: unknown[] = [];
      for (let part = parts.pop(); part; part = parts.pop()) {
        try {
          await part();
        } catch (thrown) {
          failures.push(thrown);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
