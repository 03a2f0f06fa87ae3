/** Packs the package in the current folder into `.tarball/package.tgz`, and checks what would be published. Run by turbo. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = join(fileURLToPath(new URL("..", import.meta.url)), "node_modules");
const tarball = ".tarball/package.tgz";

mkdirSync(".tarball", { recursive: true });
run("pnpm", ["pack", "--silent", "--out", tarball]);
run(process.execPath, [join(tools, "publint", "src", "cli.js"), "run", tarball, "--strict"]);
run(process.execPath, [
  join(tools, "@arethetypeswrong", "cli", "dist", "index.js"),
  tarball,
  "--profile",
  "esm-only",
  "--no-emoji",
]);

function run(command: string, parameters: readonly string[]): void {
  const shell = process.platform === "win32" && command === "pnpm";
  const { status } = spawnSync(command, parameters, { stdio: "inherit", shell });
  if (status !== 0) process.exit(status ?? 1);
}
