/** Keeps the stored record of one payment up to date: one write at a time, in order. Decides nothing. */
import { storageFailed } from "./refusals.ts";
import type { ClientStorage } from "./storage.ts";
import { writeStored } from "./stored-payment.ts";
import type { StoredPayment } from "./stored-payment.ts";

export interface RecordKeeper {
  /** With every change that was asked for, stored or not yet. */
  readonly current: StoredPayment;
  /** Resolves when the change is stored. Rejects with `STORAGE_FAILED`; the change stays, and goes with the next write. */
  update(change: Partial<StoredPayment>): Promise<void>;
  /** Takes over what an earlier run has stored. */
  adopt(stored: StoredPayment): void;
  remove(): Promise<void>;
}

export function keepRecord(storage: ClientStorage, first: StoredPayment): RecordKeeper {
  let current = first;
  let earlier: Promise<unknown> = Promise.resolve();

  async function inOrder(work: () => Promise<void>): Promise<void> {
    const turn = earlier.then(work);
    // Whoever asked for the earlier write hears of its failure; the next one goes ahead.
    earlier = turn.catch(() => undefined);
    try {
      await turn;
    } catch (cause) {
      throw storageFailed(cause);
    }
  }

  return {
    get current() {
      return current;
    },
    update(change) {
      current = { ...current, ...change };
      return inOrder(() => storage.put(current.request.params.key, writeStored(current)));
    },
    adopt(stored) {
      current = stored;
    },
    remove: () => inOrder(() => storage.remove(current.request.params.key)),
  };
}
