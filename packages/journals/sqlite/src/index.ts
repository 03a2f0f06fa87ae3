/**
 * `@tillwire/journal-sqlite`: the journal in a SQLite file that survives loss of power.
 *
 * @packageDocumentation
 */
import { join } from "node:path";
import { defineJournal } from "@tillwire/plugin-api";
import { settingsSchema } from "./settings.ts";
import { openSqliteJournal } from "./sqlite-journal.ts";
import { version } from "./version.ts";

export default defineJournal({
  id: "sqlite",
  displayName: "SQLite journal",
  version,
  settings: settingsSchema,
  open: ({ dataFolder, log }, { file, reserveBytes }) =>
    openSqliteJournal({ file: join(dataFolder, file), reserveBytes }, log),
});
