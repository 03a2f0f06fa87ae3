/**
 * Finds the module of a plugin that the configuration names: a package as npm installs it, an entry of one
 * (`@tillwire/device-virtual/reader`), or a file (`./my-plugin.js`).
 * It looks from the configuration's folder first, then from further folders, such as the bridge's own, so that a shop
 * can install plugins next to its configuration and the bridge can bring some along. Node itself can resolve an import
 * only from the module that asks, hence the walk here; it follows Node's rules for packages with `exports`.
 * Source: Node.js documentation, "Modules: Packages" and "ECMAScript modules: Resolution Algorithm Specification".
 */
import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { nearestName } from "@tillwire/plugin-api";
import { readPackageFile } from "./package-file.ts";
import type { PackageFile } from "./package-file.ts";
import { refusal } from "./refusals.ts";

/** A package, and behind it the name of one of its entries. */
const moduleName = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)((?:\/[A-Za-z0-9~_-][A-Za-z0-9._~-]*)*)$/;
/** The conditions that Node's `import` meets, in any order: the package's own order counts. */
const conditions: ReadonlySet<string> = new Set(["node", "import", "module-sync", "default"]);

/**
 * The URL of the module. Throws `SETTINGS_INVALID` when there is none, with what to do, and `PLUGIN_FAILED` when the
 * package is there but broken.
 */
export function resolvePlugin(name: string, folders: readonly [string, ...string[]]): string {
  if (/^(?:\.{1,2}\/|file:)/.test(name) || isAbsolute(name)) return fileUrl(name, folders[0]);
  const [, packageName, entry = ""] = moduleName.exec(name) ?? [];
  if (packageName === undefined) {
    throw refusal("SETTINGS_INVALID", `"${name}" is neither the name of a package nor a file (./my-plugin.js).`);
  }
  for (const folder of folders) {
    const found = findPackage(packageName, resolve(folder));
    if (found !== undefined) return entryUrl({ packageName, entry: `.${entry}` }, found);
  }
  throw refusal(
    "SETTINGS_INVALID",
    `The package ${packageName} is not installed. Run "npm install ${packageName}" in ${resolve(folders[0])}.`,
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

/** A package and the entry of it that is wanted: `.` for the package itself. */
interface Wanted {
  readonly packageName: string;
  readonly entry: string;
}

function entryUrl({ packageName, entry }: Wanted, { folder, file }: FoundPackage): string {
  const { exports, main } = file;
  if (entry !== "." && !entriesOf(exports).includes(entry)) throw noEntry({ packageName, entry }, exports);
  const target = exports === undefined ? (main ?? "index.js") : exportTarget(entryIn(exports, entry));
  const path = target === undefined ? undefined : resolve(folder, target);
  if (path !== undefined && path.startsWith(folder + sep) && existsSync(path)) return pathToFileURL(path).href;
  throw refusal(
    "PLUGIN_FAILED",
    `The package ${packageName} in ${folder} has no module to import (${target ?? "no matching export"}). Install it again.`,
  );
}

/** The entries that an `exports` field names, one by one; what it says with patterns is for others than plugins. */
function entriesOf(exports: unknown): readonly string[] {
  if (typeof exports !== "object" || exports === null) return [];
  return Object.keys(exports).filter((name) => name.startsWith("./") && !name.includes("*"));
}

function entryIn(exports: unknown, entry: string): unknown {
  const named =
    typeof exports === "object" && exports !== null && Object.keys(exports).some((key) => key.startsWith("."));
  return named ? Reflect.get(exports, entry) : exports;
}

function noEntry({ packageName, entry }: Wanted, exports: unknown): Error {
  const names = entriesOf(exports).map((name) => name.slice(2));
  const meant = nearestName(entry.slice(2), names);
  const hint = meant === undefined ? "" : ` Did you mean ${packageName}/${meant}?`;
  return refusal("SETTINGS_INVALID", `The package ${packageName} has no entry "${entry.slice(2)}".${hint}`);
}

/** What `import` gets from the target of an entry. */
function exportTarget(target: unknown): string | undefined {
  if (typeof target === "string") return target.startsWith("./") ? target : undefined;
  if (Array.isArray(target)) return firstTarget(target);
  if (typeof target !== "object" || target === null) return undefined;
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
