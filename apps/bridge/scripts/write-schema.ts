/** Writes the JSON Schema of the configuration, as `pnpm schema` does after a change. */
import { writeFileSync } from "node:fs";
import { configurationJsonSchema } from "../src/configuration/json-schema.ts";

writeFileSync(new URL("../schema/tillwire.schema.json", import.meta.url), configurationJsonSchema());
