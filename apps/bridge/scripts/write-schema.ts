/** Writes what follows from the configuration's schema, as `pnpm schema` does after a change: JSON Schema and guide. */
import { readFileSync, writeFileSync } from "node:fs";
import { configurationJsonSchema } from "../src/configuration/json-schema.ts";
import { withSettingsTable } from "./settings-table.ts";

const guide = new URL("../../../docs/guides/configuration.md", import.meta.url);

writeFileSync(new URL("../schema/tillwire.schema.json", import.meta.url), configurationJsonSchema());
writeFileSync(guide, withSettingsTable(readFileSync(guide, "utf8")));
