/**
 * Where the client keeps what must outlive a reload: the key and request of each unfinished payment, and its outcome
 * until the bridge knows that it was stored. Texts by key, nothing more, so that a store is ten lines of your own.
 */

/**
 * A store of texts by payment key. Each text is below 64 KiB, and there are as many as there are unfinished payments.
 * @public
 */
export interface ClientStorage {
  /** Every text that is stored, by its key. */
  list(): Promise<ReadonlyMap<string, string>>;
  /** Stores or replaces. Resolves when the text would survive whatever this store is meant to survive. */
  put(key: string, text: string): Promise<void>;
  /** Removes. Removing what is not there is no error. */
  remove(key: string): Promise<void>;
}

/**
 * Keeps payments for as long as the page or process lives: for trials, and for a POS that stores keys by itself.
 * Several clients may share one, as they would after a reload.
 * @public
 */
export function memoryStorage(): ClientStorage {
  const texts = new Map<string, string>();
  return {
    list: async () => new Map(texts),
    put: async (key, text) => {
      texts.set(key, text);
    },
    remove: async (key) => {
      texts.delete(key);
    },
  };
}
