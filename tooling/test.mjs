/** `npm test`: sets up, then runs every check on the repository's own Node. The build is a check too. Arguments go to the runner. */
import { spawnSync } from "node:child_process";
import { toolchainEnvironment } from "./setup/environment.mjs";
import { nodePath } from "./setup/toolchain.mjs";
import { root, setup } from "./setup.mjs";

await setup({ build: false });
const { status } = spawnSync(nodePath(root), ["tooling/checks/run.ts", ...process.argv.slice(2)], {
  cwd: root,
  env: toolchainEnvironment(root),
  stdio: "inherit",
});
process.exit(status ?? 1);
