/** Storage in a browser's `localStorage`: survives a reload and a crash of the page, but maybe not a power cut. */
import type { ClientStorage } from "./storage.ts";

/**
 * The part of `localStorage` that is used. Source: HTML Standard, section 12.2.
 * @public
 */
export interface WebStorageArea {
  /** How many names there are, those of others included. */
  readonly length: number;
  /** The name at a place from 0, in any order; `null` beyond the last. */
  key(index: number): string | null;
  /** `null` where there is nothing. */
  getItem(name: string): string | null;
  /** Stores or replaces. What it throws, as for want of room, becomes `STORAGE_FAILED`. */
  setItem(name: string, text: string): void;
  /** Does nothing where there is nothing. */
  removeItem(name: string): void;
}

/**
 * Keeps payments in `localStorage`, under names that begin with `prefix`. Browsers write it to disk a few seconds late:
 * where the till may lose power, use {@link indexedDbStorage}.
 * @public
 */
export function webStorage(area: WebStorageArea, prefix = "tillwire:"): ClientStorage {
  return {
    list: async () => {
      const texts = new Map<string, string>();
      for (let index = 0; index < area.length; index += 1) {
        const name = area.key(index);
        const text = name?.startsWith(prefix) === true ? area.getItem(name) : null;
        if (name !== null && text !== null) texts.set(name.slice(prefix.length), text);
      }
      return texts;
    },
    put: async (key, text) => area.setItem(prefix + key, text),
    remove: async (key) => area.removeItem(prefix + key),
  };
}
