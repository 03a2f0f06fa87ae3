/** The configuration as JSON Schema, for editors. The checked-in file is compared with this by a test. */
import { z } from "zod";
import { configurationSchema } from "./schema.ts";

/** What editors load: put `# yaml-language-server: $schema=…` on the first line of a configuration. */
export function configurationJsonSchema(): string {
  const schema = z.toJSONSchema(configurationSchema, { io: "input", target: "draft-2020-12" });
  return `${JSON.stringify({ title: "Tillwire configuration", ...schema }, undefined, 2)}\n`;
}
