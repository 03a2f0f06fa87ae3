/** What this package says of itself in its own package.json. */
import { readFileSync } from "node:fs";

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
// The file of this very package: npm does not publish one without a version. Loading a schema library takes longer than all else.
const { version, dependencies } = JSON.parse(text) as Manifest;

/** As npm knows it. */
export { version };

/** The plugins and links that a configuration can name without installing anything. */
export const broughtAlong: readonly string[] = Object.keys(dependencies).filter((name) =>
  /^@tillwire\/(?:device|gateway|platform|journal|link)-/.test(name),
);
