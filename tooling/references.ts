/**
 * Writes the `references` of every tsconfig from the dependencies in package.json, so that both say the same.
 * `--check` writes nothing and fails when a file is not as it would be written. Compiler options stay as they are.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { listPackages, readJson, workspaceDependencies, type WorkspacePackage } from "./workspace.ts";

type Config = Readonly<Record<string, unknown>>;

/** Path of each tsconfig that should exist, relative to the root, with its content. */
export function expectedConfigs(root: string): ReadonlyMap<string, Config> {
  const packages = listPackages(root).filter((entry) => hasSources(join(entry.directory, "src")));
  const pathOf = new Map(packages.map((entry) => [entry.name, entry.path]));
  const built = packages.map((entry) => entry.path);
  const tested = built.filter((path) => hasSources(join(root, path, "test"))).map((path) => `${path}/test`);
  const examples = listPackages(root).filter((entry) => entry.path.startsWith("examples/"));
  const checked = [...built, ...tested, ...examples.map((entry) => entry.path), "tooling"];

  const configs = new Map<string, Config>([
    ["tsconfig.build.json", { files: [], references: built.map((path) => ({ path })) }],
    ["tsconfig.json", { files: [], references: checked.map((path) => ({ path })) }],
  ]);
  for (const entry of packages) {
    configs.set(`${entry.path}/tsconfig.json`, withReferences(root, entry.path, referencesOf(entry, pathOf, false)));
    const test = `${entry.path}/test`;
    if (tested.includes(test)) {
      configs.set(
        `${test}/tsconfig.json`,
        withReferences(root, test, [entry.path, ...referencesOf(entry, pathOf, true)]),
      );
    }
  }
  for (const entry of examples) {
    configs.set(`${entry.path}/tsconfig.json`, withReferences(root, entry.path, referencesOf(entry, pathOf, true)));
  }
  return configs;
}

/** The files that differ from what they should be. */
export function staleConfigs(root: string): readonly string[] {
  return [...expectedConfigs(root)]
    .filter(([path, config]) => !existsSync(join(root, path)) || !same(readJson<Config>(join(root, path)), config))
    .map(([path]) => path);
}

function referencesOf(entry: WorkspacePackage, pathOf: ReadonlyMap<string, string>, dev: boolean): string[] {
  const names = workspaceDependencies(entry, new Set(pathOf.keys()), dev);
  return names.flatMap((name) => pathOf.get(name) ?? []);
}

function withReferences(root: string, path: string, targets: readonly string[]): Config {
  const file = join(root, path, "tsconfig.json");
  const current = existsSync(file) ? readJson<Config>(file) : defaultConfig(path);
  return { ...current, references: targets.map((target) => ({ path: relative(path, target) })) };
}

/** What a new package starts with. Code that runs on Node adds `"types": ["node"]`, code for browsers `"lib"` with DOM. */
function defaultConfig(path: string): Config {
  const up = relative(path, ".").replaceAll("\\", "/");
  // Tests and examples are checked, not compiled.
  if (path.endsWith("/test") || path.startsWith("examples/"))
    return { extends: `${up}/tsconfig.test.json`, include: ["**/*.ts"] };
  return {
    extends: `${up}/tsconfig.base.json`,
    compilerOptions: { rootDir: "src", outDir: "dist", tsBuildInfoFile: "dist/.tsbuildinfo" },
    include: ["src"],
  };
}

function hasSources(directory: string): boolean {
  return globSync("**/*.ts", { cwd: directory }).length > 0;
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function main(): void {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const stale = staleConfigs(root);
  if (process.argv.includes("--check")) {
    if (stale.length === 0) return;
    console.error(`Not current: ${stale.join(", ")}. Run: pnpm references`);
    process.exitCode = 1;
    return;
  }
  if (stale.length === 0) return;
  const expected = expectedConfigs(root);
  for (const path of stale) writeFileSync(join(root, path), `${JSON.stringify(expected.get(path), null, 2)}\n`);
  const formatter = join(root, "node_modules", "oxfmt", "bin", "oxfmt");
  spawnSync(process.execPath, [formatter, ...stale], { cwd: root, stdio: "inherit" });
  console.log(`wrote ${stale.join(", ")}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
