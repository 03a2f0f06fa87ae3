/** `npm run test:long`: sets up, then runs the tests that take minutes. Arguments go to vitest. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { toolchainEnvironment } from "./setup/environment.mjs";
import { nodePath } from "./setup/toolchain.mjs";
import { root, setup } from "./setup.mjs";

await setup();
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const { status } = spawnSync(nodePath(root), [vitest, "run", "--mode", "long", ...process.argv.slice(2)], {
  cwd: root,
  env: toolchainEnvironment(root),
  stdio: "inherit",
});
process.exit(status ?? 1);
