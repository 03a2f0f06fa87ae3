/**
 * Finds the module of a plugin that the configuration names: a package as npm installs it, or a file (`./my-plugin.js`).
 * It looks from the configuration's folder first, then from further folders, such as the bridge's own, so that a shop
 * can install plugins next to its configuration and the bridge can bring some along. Node itself can resolve an import
 * only from the module that asks, hence the walk here; it follows Node's rules for packages with `exports`.
 * Source: Node.js documentation, "Modules: Packages" and "ECMAScript modules: Resolution Algorithm Specification".
 */
import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readPackageFile } from "./package-file.ts";
import type { PackageFile } from "./package-file.ts";
import { refusal } from "./refusals.ts";

const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
/** The conditions that Node's `import` meets, in any order: the package's own order counts. */
const conditions: ReadonlySet<string> = new Set(["node", "import", "module-sync", "default"]);

/**
 * The URL of the module. Throws `SETTINGS_INVALID` when there is none, with what to do, and `PLUGIN_FAILED` when the
 * package is there but broken.
 */
export function resolvePlugin(name: string, folders: readonly [string, ...string[]]): string {
  if (/^(?:\.{1,2}\/|file:)/.test(name) || isAbsolute(name)) return fileUrl(name, folders[0]);
  if (!packageName.test(name)) {
    throw refusal("SETTINGS_INVALID", `"${name}" is neither the name of a package nor a file (./my-plugin.js).`);
  }
  for (const folder of folders) {
    const found = findPackage(name, resolve(folder));
    if (found !== undefined) return entryUrl(name, found);
  }
  throw refusal(
    "SETTINGS_INVALID",
    `The package ${name} is not installed. Run "npm install ${name}" in ${resolve(folders[0])}.`,
  );
}

function fileUrl(name: string, folder: string): string {
  const path = name.startsWith("file:") ? fileURLToPath(name) : resolve(folder, name);
  if (existsSync(path)) return pathToFileURL(realpathSync(path)).href;
  throw refusal("SETTINGS_INVALID", `There is no file ${path}. Correct the plugin's path in the configuration.`);
}

interface FoundPackage {
  readonly folder: string;
  readonly file: PackageFile;
}

/** Upwards from a folder: in its node_modules, or the folder's own package, as when a plugin is tried in its own source. */
function findPackage(name: string, from: string): FoundPackage | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const installed = join(folder, "node_modules", name);
    const file = readPackageFile(installed);
    if (file !== undefined) return { folder: realpathSync(installed), file };
    const own = readPackageFile(folder);
    if (own?.name === name) return { folder: realpathSync(folder), file: own };
    if (folder === dirname(folder)) return undefined;
  }
}

function entryUrl(name: string, { folder, file }: FoundPackage): string {
  const entry = file.exports === undefined ? (file.main ?? "index.js") : exportTarget(file.exports);
  const path = entry === undefined ? undefined : resolve(folder, entry);
  if (path !== undefined && path.startsWith(folder + sep) && existsSync(path)) return pathToFileURL(path).href;
  throw refusal(
    "PLUGIN_FAILED",
    `The package ${name} in ${folder} has no module to import (${entry ?? "no matching export"}). Install it again.`,
  );
}

/** What `import "name"` gets from an `exports` field. */
function exportTarget(target: unknown): string | undefined {
  if (typeof target === "string") return target.startsWith("./") ? target : undefined;
  if (Array.isArray(target)) return firstTarget(target);
  if (typeof target !== "object" || target === null) return undefined;
  if ("." in target) return exportTarget(target["."]);
  const entries: [string, unknown][] = Object.entries(target);
  return firstTarget(entries.filter(([name]) => conditions.has(name)).map(([, inner]) => inner));
}

function firstTarget(targets: readonly unknown[]): string | undefined {
  for (const target of targets) {
    const found = exportTarget(target);
    if (found !== undefined) return found;
  }
  return undefined;
}
