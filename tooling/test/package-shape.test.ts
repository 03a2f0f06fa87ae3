import { expect, test } from "vitest";
import { complaintsAbout } from "../checks/package-shape.ts";
import { listPackages, type Manifest } from "../workspace.ts";
import { root } from "./scratch.ts";

function packageAt(path: string): Parameters<typeof complaintsAbout>[0] {
  const entry = listPackages(root).find((candidate) => candidate.path === path);
  if (entry === undefined) throw new Error(`there is no ${path}`);
  return entry;
}

const sqlite = packageAt("packages/journals/sqlite");

test.each<[string, Partial<Manifest>]>([
  ['the peer "@tillwire/plugin-api": "workspace:^1.0.0"', { peerDependencies: { "@tillwire/plugin-api": "*" } }],
  ['"tillwire": { "kind": "journal", "spec": "v1" }', { tillwire: { kind: "device", spec: "v1" } }],
  ['"engines": { "node": ">=22.13" }', { engines: { node: ">=18" } }],
  [
    '"types" first and "default" in each export, both in dist',
    { exports: { ".": "./src/index.ts", "./package.json": "./package.json" } },
  ],
  ['"repository.directory" that is its path', { repository: { directory: "packages/journals/memory" } }],
])("misses %s", (what, change) => {
  const complaints = complaintsAbout({ ...sqlite, manifest: { ...sqlite.manifest, ...change } });
  expect(complaints).toContain(`packages/journals/sqlite: needs ${what}`);
});

test("a package that is complete passes", () => {
  expect(complaintsAbout(packageAt("packages/core/plugin-api"))).toEqual([]);
});
