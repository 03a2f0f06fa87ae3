/** What this package says of itself in its own package.json. */
import { readFileSync } from "node:fs";
import { z } from "zod";

const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
const schema = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()) });
const { version, dependencies } = schema.parse(JSON.parse(text));

/** As npm knows it. */
export { version };

/** The plugins and links that a configuration can name without installing anything. */
export const broughtAlong: readonly string[] = Object.keys(dependencies).filter((name) =>
  /^@tillwire\/(?:device|gateway|platform|journal|link)-/.test(name),
);
