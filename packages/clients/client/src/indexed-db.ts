/** Storage in a browser's IndexedDB with strict durability: survives a power cut, as far as the disk does. */
import { clientError } from "./client-error.ts";
import type { ClientError } from "./client-error.ts";
import type { ClientStorage } from "./storage.ts";

const storeName = "payments";

/**
 * Keeps payments in the IndexedDB database `name`. A write resolves when the browser has flushed it to the disk.
 * Source: Indexed Database API 3.0, section 2.7 (durability hint `strict`).
 * @public
 */
export function indexedDbStorage(name = "tillwire", factory: IDBFactory = indexedDB): ClientStorage {
  let opened: Promise<IDBDatabase> | undefined;

  async function transact(mode: IDBTransactionMode, work: (store: IDBObjectStore) => void): Promise<void> {
    opened ??= openDatabase(factory, name);
    try {
      const transaction = (await opened).transaction(storeName, mode, { durability: "strict" });
      work(transaction.objectStore(storeName));
      await completion(transaction);
    } catch (error) {
      // A browser may close a database behind our back; the next try opens it again.
      opened = undefined;
      throw error;
    }
  }

  return {
    list: async () => {
      const texts = new Map<string, string>();
      await transact("readonly", (store) => {
        const request = store.openCursor();
        request.addEventListener("success", () => {
          const cursor = request.result;
          if (cursor === null) return;
          const key: unknown = cursor.key;
          const value: unknown = cursor.value;
          if (typeof key === "string" && typeof value === "string") texts.set(key, value);
          cursor.continue();
        });
      });
      return texts;
    },
    put: (key, text) => transact("readwrite", (store) => void store.put(text, key)),
    remove: (key) => transact("readwrite", (store) => void store.delete(key)),
  };
}

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(storeName));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(failure(request.error)));
    // Only a newer version of the database blocks, and there is none; without this an odd browser would hang here.
    request.addEventListener("blocked", () => reject(failure(null)));
  });
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () => reject(failure(transaction.error)));
  });
}

function failure(cause: DOMException | null): ClientError {
  const message = `The browser's database failed: ${cause?.message ?? "another page blocks it"}.`;
  return clientError("STORAGE_FAILED", message, { cause });
}
