import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { complaintsAbout } from "../inspect-tarballs.ts";
import { Scratch } from "./scratch.ts";

/** A package of one module, packed. */
function pack(exports: Readonly<Record<string, string>>, declarations = "export declare const one: number;\n") {
  using scratch = new Scratch();
  const manifest = { name: "planted", version: "1.0.0", type: "module", files: ["dist"], exports: { ".": exports } };
  scratch.write("package.json", JSON.stringify(manifest));
  scratch.write("dist/index.js", "export const one = 1;\n");
  scratch.write("dist/index.d.ts", declarations);
  const { status, stderr } = spawnSync("pnpm", ["pack", "--silent", "--out", "package.tgz"], {
    cwd: scratch.path,
    shell: process.platform === "win32",
  });
  expect(status, String(stderr)).toBe(0);
  return new Uint8Array(readFileSync(join(scratch.path, "package.tgz")));
}

const complete = { types: "./dist/index.d.ts", default: "./dist/index.js" };

test("a package that is complete passes", async () => {
  expect(await complaintsAbout(pack(complete))).toEqual([]);
});

test("a module that is not in the tarball is missed by publint", async () => {
  const complaints = await complaintsAbout(pack({ ...complete, default: "./src/index.js" }));
  expect(complaints).toContainEqual(expect.stringMatching(/^publint: .*src\/index\.js.* does not exist/));
});

test("what only a warning of publint is about is a complaint too", async () => {
  const complaints = await complaintsAbout(pack({ default: "./dist/index.js", types: "./dist/index.d.ts" }));
  expect(complaints).toContainEqual(expect.stringMatching(/^publint: .*types.* should be the first/));
});

test("declarations that lead nowhere are found by attw", async () => {
  const complaints = await complaintsAbout(pack(complete, 'export * from "./inner";\n'));
  expect(complaints).toContainEqual(expect.stringMatching(/^attw: .*InternalResolutionError/));
});
