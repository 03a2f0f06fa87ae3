/** Writes all generated documents: `pnpm documents`, after a change of the schemas or the error catalog. */
import { mkdirSync, writeFileSync } from "node:fs";
import { documents } from "./all.ts";

for (const { url, content } of documents) {
  mkdirSync(new URL(".", url), { recursive: true });
  writeFileSync(url, content());
}
