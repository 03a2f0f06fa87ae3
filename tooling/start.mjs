/** `npm start`: sets up, then runs the bridge in demo mode. Arguments go to the bridge, signals too, and its exit code comes back. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { toolchainEnvironment } from "./setup/environment.mjs";
import { nodePath } from "./setup/toolchain.mjs";
import { root, setup } from "./setup.mjs";

await setup();

const cli = join(root, "apps", "bridge", "dist", "cli.js");
const bridge = spawn(nodePath(root), [cli, "start", "--demo", ...process.argv.slice(2)], {
  env: toolchainEnvironment(root),
  stdio: "inherit",
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    // A terminal sends Ctrl-C to the bridge as well; a second one would mean "at once".
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    bridge.kill(signal);
  });
}
// npm ends on a signal, and the shell it started with it, without passing it on: an orphan is asked to stop as well.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  bridge.kill("SIGTERM");
}, 500);

bridge.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
