/**
 * `@tillwire/journal-memory`: a journal in memory, for tests and demos. It survives nothing, and says so.
 *
 * @packageDocumentation
 */
import { defineJournal } from "@tillwire/plugin-api";
import type { JournalPlugin } from "@tillwire/plugin-api";
import { z } from "zod";
import { openMemoryJournal } from "./memory-journal.ts";
import { createMemoryStore } from "./memory-store.ts";
import type { MemoryStore } from "./memory-store.ts";
import { version } from "./version.ts";

export { createMemoryStore } from "./memory-store.ts";
export type { MemoryStore } from "./memory-store.ts";

const settings = z.strictObject({});

/** A journal whose content stays in `store` when the bridge that used it is gone, as a file would. */
export function memoryJournal(store: MemoryStore): JournalPlugin<z.infer<typeof settings>> {
  return defineJournal({
    id: "memory",
    displayName: "Memory journal",
    version,
    settings,
    virtual: true,
    open: async () => openMemoryJournal(store),
  });
}

export default memoryJournal(createMemoryStore());
