/** Compiles everything, tests and tooling too: the type check and the build in one. First, since others read what it writes. */
import { pruneOutputs } from "../prune-outputs.ts";
import type { Check } from "./check.ts";
import { asResult, runTool } from "./command.ts";

export const types: Check = {
  name: "types",
  alone: true,
  async run({ root }) {
    pruneOutputs(root);
    return asResult("types", await runTool(root, "@typescript/native/bin/tsc", ["-b"]));
  },
};
