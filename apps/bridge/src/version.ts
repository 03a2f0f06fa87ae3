/** The version of this package, from its own package.json. */
import { readFileSync } from "node:fs";
import { z } from "zod";

const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");

/** As npm knows it. */
export const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
