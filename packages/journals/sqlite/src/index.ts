/**
 * `@tillwire/journal-sqlite`: the journal in a SQLite file that survives loss of power.
 *
 * @packageDocumentation
 */
import { join } from "node:path";
import { defineJournal } from "@tillwire/plugin-api";
import { z } from "zod";
import { openSqliteJournal } from "./sqlite-journal.ts";
import { version } from "./version.ts";

const settings = z.strictObject({
  file: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,100}$/, "A file name of A-Z a-z 0-9 . _ -")
    .default("journal.sqlite")
    .describe("Name of the file in the bridge's data folder."),
});

export default defineJournal({
  id: "sqlite",
  displayName: "SQLite journal",
  version,
  settings,
  open: ({ dataFolder }, { file }) => openSqliteJournal(join(dataFolder, file)),
});
