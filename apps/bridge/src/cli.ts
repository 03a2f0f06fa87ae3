#!/usr/bin/env node
/** The `tillwire` command. Looks at the version of Node first, before anything is loaded that an older one lacks. */
import { outdatedNode } from "./node-version.ts";

const outdated = outdatedNode(process.versions.node);
if (outdated === undefined) {
  const { main } = await import("./main.ts");
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(`tillwire: ${outdated}\n`);
  process.exitCode = 1;
}
