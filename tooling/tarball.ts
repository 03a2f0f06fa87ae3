/** Packs a package into its `.tarball/package.tgz`. Called directly, by turbo, the one in the current folder. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand, type CommandResult } from "./checks/command.ts";

/** Where the tarball of the package in a folder is. */
export function tarballIn(directory: string): string {
  return join(directory, ".tarball", "package.tgz");
}

/** Packs what is there: compiling is done before. */
export async function pack(directory: string): Promise<CommandResult> {
  mkdirSync(join(directory, ".tarball"), { recursive: true });
  return await runCommand("pnpm", ["pack", "--silent", "--out", ".tarball/package.tgz"], { cwd: directory });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { code, output } = await pack(process.cwd());
  if (output !== "") console.log(output);
  process.exitCode = code;
}
