/** The part of the set-up that runs on the repository's own Node: dependencies by the lockfile, and with `--build` the build. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pruneOutputs } from "./prune-outputs.ts";
import { runStep, SetupError } from "./setup/step.mjs";
import { listPackages } from "./workspace.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Installs unless the files that decide what is installed are the same as last time. */
async function install(): Promise<void> {
  const stampFile = join(root, "node_modules", ".tillwire-install");
  const stamp = installStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  await runStep({
    title: "installing dependencies",
    command: "pnpm",
    // By default pnpm is silent for a minute before it says that there is no registry.
    parameters: [
      "install",
      "--frozen-lockfile",
      "--config.fetch-retry-mintimeout=1000",
      "--config.fetch-retry-maxtimeout=5000",
    ],
    shell: process.platform === "win32",
    directory: root,
    // Without it pnpm asks questions on a terminal that nobody reads.
    environment: { ...process.env, CI: "true" },
  });
  writeFileSync(stampFile, stamp);
}

function installStamp(): string {
  const manifests = listPackages(root).map((entry) => join(entry.directory, "package.json"));
  const files = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"].map((name) => join(root, name));
  const hash = createHash("sha256");
  for (const file of [...files, ...manifests]) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

/** The compiler keeps its own record of what is up to date, by content. */
async function build(): Promise<void> {
  pruneOutputs(root);
  const compiler = join(root, "node_modules", "@typescript", "native", "bin", "tsc");
  await runStep({
    title: "building",
    command: process.execPath,
    parameters: [compiler, "-b", "tsconfig.build.json"],
    directory: root,
    environment: process.env,
  });
}

try {
  await install();
  if (process.argv.includes("--build")) await build();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
