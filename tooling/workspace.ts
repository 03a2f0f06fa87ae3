/** Reads the workspace: which packages there are and which of each other they use. Reads only; decides nothing. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The parts of a package.json that the tooling reads. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly type?: string;
  readonly license?: string;
  readonly sideEffects?: boolean;
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly files?: readonly string[];
  readonly repository?: { readonly url?: string; readonly directory?: string };
  readonly publishConfig?: { readonly access?: string };
  readonly tillwire?: { readonly kind?: string; readonly spec?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the root, with forward slashes: `packages/core/engine`. */
  readonly path: string;
  readonly directory: string;
  readonly manifest: Manifest;
}

/** Every package of the workspace, in the order of its path. The folders are those of pnpm-workspace.yaml. */
export function listPackages(root: string): readonly WorkspacePackage[] {
  const groups = foldersIn(root, "packages").flatMap((group) => foldersIn(root, group));
  return [...groups, ...foldersIn(root, "apps"), ...foldersIn(root, "examples")]
    .filter((path) => existsSync(join(root, path, "package.json")))
    .map((path) => readPackage(root, path));
}

/** Names of the workspace packages that this one declares for running (`src`) or, with `dev`, for testing as well. */
export function workspaceDependencies(entry: WorkspacePackage, names: ReadonlySet<string>, dev: boolean): string[] {
  const { dependencies, peerDependencies, devDependencies } = entry.manifest;
  const declared = { ...dependencies, ...peerDependencies, ...(dev ? devDependencies : {}) };
  return Object.keys(declared)
    .filter((name) => names.has(name))
    .toSorted();
}

/** Parses a JSON file of this repository; the caller names the shape it relies on. */
export function readJson<Shape>(path: string): Shape {
  // The repository's own files: the compiler, pnpm and the package-shape check refuse them when the shape is wrong.
  return JSON.parse(readFileSync(path, "utf8")) as Shape;
}

function foldersIn(root: string, path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => `${path}/${entry.name}`)
    .toSorted();
}

function readPackage(root: string, path: string): WorkspacePackage {
  const directory = join(root, path);
  const manifest = readJson<Manifest>(join(directory, "package.json"));
  return { name: manifest.name, path, directory, manifest };
}
