/** The repository's own Node and pnpm in `.toolchain/`, from the npm registry. Installs nothing outside that folder. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnvironment } from "./environment.mjs";
import { explainFileError, runStep, SetupError } from "./step.mjs";

const versions = { node: "24.21.0", pnpm: "12.21.0" };
const oldestNode = 20;

/** The toolchain is for one platform: a copied folder must be made anew. */
const stamp = JSON.stringify({ ...versions, platform: process.platform, arch: process.arch });

export function nodePath(root) {
  const name = process.platform === "win32" ? "node.exe" : "node";
  return join(root, ".toolchain", "node_modules", "node", "bin", name);
}

export async function ensureToolchain(root) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < oldestNode) {
    throw new SetupError(
      `Node ${process.versions.node} is too old to set this repository up. Install Node ${oldestNode} or newer from https://nodejs.org and run the same command again.`,
    );
  }
  const directory = join(root, ".toolchain");
  const stampFile = join(directory, "ready.json");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp && existsSync(nodePath(root))) return;

  try {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory);
    // Both packages put their binary in place by an install script; newer npm runs only those that are allowed.
    const manifest = { private: true, dependencies: versions, allowScripts: { node: true, pnpm: true } };
    writeFileSync(join(directory, "package.json"), JSON.stringify(manifest, null, 2));
  } catch (error) {
    throw explainFileError(error, root);
  }
  await runStep({
    title: `getting Node ${versions.node} and pnpm ${versions.pnpm} (once, about 100 MB)`,
    ...npmCommand([
      "install",
      "--no-audit",
      "--no-fund",
      "--no-package-lock",
      "--loglevel=error",
      // By default npm is silent for two minutes before it says that there is no registry.
      "--fetch-retry-mintimeout=1000",
      "--fetch-retry-maxtimeout=5000",
    ]),
    directory,
    environment: cleanEnvironment(process.env),
  });
  writeFileSync(stampFile, stamp);
}

/** npm by the path it gives its scripts, so that no shell is needed; by name when this did not start from npm. */
function npmCommand(parameters) {
  const script = process.env.npm_execpath ?? "";
  if (script.endsWith("npm-cli.js")) return { command: process.execPath, parameters: [script, ...parameters] };
  return { command: "npm", parameters, shell: process.platform === "win32" };
}
