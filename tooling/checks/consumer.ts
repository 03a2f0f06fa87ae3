/**
 * Installs all tarballs with npm into an empty folder, as a user would; on each supported Node imports every entry there
 * and makes one sale. What a package needs but does not declare, or does not publish, is missing there.
 */
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tarballIn } from "../tarball.ts";
import { listPackages, type WorkspacePackage } from "../workspace.ts";
import { asResult, runCommand } from "./command.ts";
import { combine, failure, type Check, type CheckResult } from "./check.ts";
import { provideNode } from "./other-node.ts";

/** The oldest line of Node that is supported, in its newest version; the toolchain's own Node is the other one. */
const oldestSupported = "22.23.3";

export const consumer: Check = {
  name: "consumer",
  async run({ root, scratch }) {
    const published = listPackages(root).filter((entry) => entry.manifest.private !== true);
    const unpacked = published.filter((entry) => !existsSync(tarballIn(entry.directory)));
    if (unpacked.length > 0) return failure("no tarball", unpacked.map((entry) => entry.path).join("\n"));

    const installed = await install(scratch, published);
    if (installed.failures.length > 0) return installed;
    writeFileSync(join(scratch, "import-all.mjs"), importAll(published));
    const [own, other] = await Promise.all([tryOn(process.execPath, scratch), tryOnOldest(root, scratch)]);
    return combine([installed, own, other]);
  },
};

async function install(folder: string, packages: readonly WorkspacePackage[]): Promise<CheckResult> {
  const dependencies: Record<string, string> = {};
  for (const entry of packages) {
    const file = `${entry.name.replace("/", "-")}.tgz`;
    cpSync(tarballIn(entry.directory), join(folder, file));
    dependencies[entry.name] = `file:./${file}`;
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  const parameters = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];
  return asResult("npm install of all tarballs", await runCommand("npm", parameters, { cwd: folder }));
}

async function tryOnOldest(root: string, folder: string): Promise<CheckResult> {
  const node = await provideNode(root, oldestSupported);
  if (node.kind === "ready") return await tryOn(node.path, folder);
  const what = `imports and a sale on Node ${oldestSupported}`;
  return { passed: 0, failures: [], notRun: [{ what, reason: node.reason }] };
}

/** Both at once: a sale is mostly waiting for the shopper. */
async function tryOn(node: string, folder: string): Promise<CheckResult> {
  const { output: version } = await runCommand(node, ["--version"], { cwd: folder });
  const [imports, sale] = await Promise.all([
    runCommand(node, ["import-all.mjs"], { cwd: folder }),
    runCommand(node, ["node_modules/tillwire/dist/cli.js", "start", "--demo", "--once"], { cwd: folder }),
  ]);
  return combine([asResult(`imports on Node ${version}`, imports), asResult(`a sale on Node ${version}`, sale)]);
}

/** A program that imports every entry, and holds each plugin against the manifest in its package.json. */
function importAll(packages: readonly WorkspacePackage[]): string {
  const entries = packages.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports ?? {})
      .filter((key) => key !== "./package.json")
      .map((key) => ({ specifier: `${name}${key.slice(1)}`, manifest: key === "." ? manifest.tillwire : undefined })),
  );
  return `
for (const { specifier, manifest } of ${JSON.stringify(entries)}) {
  const module = await import(specifier);
  if (manifest === undefined) continue;
  const expected = manifest.kind + "/" + manifest.spec;
  const found = module.default?.spec;
  if (found !== expected) throw new Error(specifier + ": package.json says " + expected + ", its default export says " + found);
  if (!Object.isFrozen(module.default)) throw new Error(specifier + ": its default export is not frozen");
}
`;
}
