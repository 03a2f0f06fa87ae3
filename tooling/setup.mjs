/**
 * Sets the repository up: its own Node and pnpm, the dependencies, the build. Needs Node 20 or newer and npm, nothing else,
 * and so is plain JavaScript. What is up to date is left alone.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { toolchainEnvironment } from "./setup/environment.mjs";
import { SetupError } from "./setup/step.mjs";
import { ensureToolchain, nodePath } from "./setup/toolchain.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Makes the repository ready to run; ends the process with an explanation when that cannot be. Without `build` only the
 * tools and dependencies are made ready.
 */
export async function setup({ build } = { build: true }) {
  try {
    await ensureToolchain(root);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exit(1);
  }
  const { status } = spawnSync(nodePath(root), ["tooling/prepare.ts", ...(build ? ["--build"] : [])], {
    cwd: root,
    env: toolchainEnvironment(root),
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setup();
