/** Where the module of a plugin is found, with packages as npm lays them out. */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import { resolvePlugin } from "../../src/plugins/resolve.ts";
import { folderWith } from "./folders.ts";

function refusedWith(run: () => unknown): TillwireError {
  try {
    run();
  } catch (thrown) {
    if (TillwireError.is(thrown)) return thrown;
    throw thrown;
  }
  throw new Error("It should have thrown.");
}

function url(...path: string[]): string {
  return pathToFileURL(join(...path)).href;
}

describe("a package", () => {
  test.each([
    ["exports as text", { exports: "./dist/index.js" }],
    ["exports by path", { exports: { ".": "./dist/index.js", "./package.json": "./package.json" } }],
    [
      "exports by condition",
      { exports: { types: "./dist/index.d.ts", import: "./dist/index.js", require: "./dist/index.cjs" } },
    ],
    [
      "conditions below a path",
      { exports: { ".": { types: "./x.d.ts", node: { import: "./dist/index.js" }, default: "./x.js" } } },
    ],
    ["a list of targets", { exports: [{ browser: "./x.js" }, "./dist/index.js"] }],
    ["no exports but main", { main: "dist/index.js" }],
  ])("is found by %s", (_, fields) => {
    const folder = folderWith({
      "node_modules/@acme/reader/package.json": { name: "@acme/reader", ...fields },
      "node_modules/@acme/reader/dist/index.js": "",
      "shops/one/config.yaml": "",
    });
    const found = resolvePlugin("@acme/reader", [join(folder, "shops/one")]);
    expect(found).toBe(url(folder, "node_modules/@acme/reader/dist/index.js"));
  });

  test("without exports and main is its index.js", () => {
    const folder = folderWith({ "node_modules/a/package.json": { name: "a" }, "node_modules/a/index.js": "" });
    expect(resolvePlugin("a", [folder])).toBe(url(folder, "node_modules/a/index.js"));
  });

  test("is looked for in the configuration's folder first, then in the bridge's own", () => {
    const files = { "node_modules/a/package.json": { exports: "./index.js" }, "node_modules/a/index.js": "" };
    const [configuration, bridge, empty] = [folderWith(files), folderWith(files), folderWith({})];
    expect(resolvePlugin("a", [configuration, bridge])).toBe(url(configuration, "node_modules/a/index.js"));
    expect(resolvePlugin("a", [empty, bridge])).toBe(url(bridge, "node_modules/a/index.js"));
  });

  test("that is linked, as pnpm does it, is named by its real place", () => {
    const folder = folderWith({
      "store/a/package.json": { exports: "./index.js" },
      "store/a/index.js": "",
      "app/x": "",
    });
    mkdirSync(join(folder, "app/node_modules"));
    symlinkSync(join(folder, "store/a"), join(folder, "app/node_modules/a"), "junction");
    expect(resolvePlugin("a", [join(folder, "app")])).toBe(url(folder, "store/a/index.js"));
  });

  test("is found from inside its own source, by its own name", () => {
    const folder = folderWith({
      "package.json": { name: "a", exports: "./index.js" },
      "index.js": "",
      "example/x": "",
    });
    expect(resolvePlugin("a", [join(folder, "example")])).toBe(url(folder, "index.js"));
  });

  test("that is not installed: the message says what to type", () => {
    const folder = folderWith({});
    const error = refusedWith(() => resolvePlugin("@tillwire/device-nowhere", [folder]));
    expect(error).toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
    expect(error.message).toContain(`npm install @tillwire/device-nowhere`);
    expect(error.message).toContain(folder);
  });

  test.each([
    ["no target for an import", { exports: { require: "./index.cjs" } }],
    ["a target that is not there", { exports: "./missing.js" }],
    ["a target outside of it", { exports: "./../outside.js" }],
    ["a target that is no path", { exports: "outside" }],
    ["exports that are nothing", { exports: null }],
  ])("with %s is broken", (_, fields) => {
    const folder = folderWith({
      "node_modules/a/package.json": { name: "a", ...fields },
      "node_modules/a/index.cjs": "",
      "node_modules/outside.js": "",
    });
    expect(refusedWith(() => resolvePlugin("a", [folder]))).toMatchObject({ code: "PLUGIN_FAILED" });
  });

  test("whose package.json is no JSON is broken", () => {
    const folder = folderWith({ "node_modules/a/package.json": "{", "node_modules/a/index.js": "" });
    expect(refusedWith(() => resolvePlugin("a", [folder]))).toMatchObject({ code: "PLUGIN_FAILED" });
  });
});

describe("an entry of a package", () => {
  const exports = {
    ".": "./index.js",
    "./reader": { types: "./reader.d.ts", import: "./reader.js" },
    "./virtual/peer": "./peer.js",
    "./parts/*": "./parts/*.js",
  };
  const names = ["index.js", "reader.js", "peer.js", "parts/x.js"];
  const folder = (): string =>
    folderWith({
      "node_modules/@acme/a/package.json": { name: "@acme/a", exports },
      ...Object.fromEntries(names.map((name) => [`node_modules/@acme/a/${name}`, ""] as const)),
    });

  test.each([
    ["@acme/a", "index.js"],
    ["@acme/a/reader", "reader.js"],
    ["@acme/a/virtual/peer", "peer.js"],
  ])("is found by its name: %s", (name, file) => {
    const at = folder();
    expect(resolvePlugin(name, [at])).toBe(url(at, "node_modules/@acme/a", file));
  });

  test.each([
    ["@acme/a/raeder", 'The package @acme/a has no entry "raeder". Did you mean @acme/a/reader?'],
    ["@acme/a/parts/x", 'The package @acme/a has no entry "parts/x".'],
    ["@acme/a/reader.js", 'The package @acme/a has no entry "reader.js". Did you mean @acme/a/reader?'],
    ["@acme/b/reader", 'Run "npm install @acme/b"'],
  ])("that is not there is refused: %s", (name, words) => {
    const error = refusedWith(() => resolvePlugin(name, [folder()]));
    expect(error).toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
    expect(error.message).toContain(words);
  });

  test("of a package without exports is none: its files are its own", () => {
    const at = folderWith({ "node_modules/a/package.json": { name: "a" }, "node_modules/a/reader/index.js": "" });
    expect(refusedWith(() => resolvePlugin("a/reader", [at]))).toMatchObject({ code: "SETTINGS_INVALID" });
  });
});

describe("a file", () => {
  test("is found from the configuration's folder", () => {
    const folder = folderWith({ "plugins/mine.js": "" });
    expect(resolvePlugin("./plugins/mine.js", [folder])).toBe(url(folder, "plugins/mine.js"));
    expect(resolvePlugin(join(folder, "plugins/mine.js"), ["/"])).toBe(url(folder, "plugins/mine.js"));
    expect(resolvePlugin(url(folder, "plugins/mine.js"), ["/"])).toBe(url(folder, "plugins/mine.js"));
  });

  test("that is not there is named", () => {
    const folder = folderWith({});
    const error = refusedWith(() => resolvePlugin("./mine.js", [folder]));
    expect(error).toMatchObject({ code: "SETTINGS_INVALID" });
    expect(error.message).toContain(join(folder, "mine.js"));
  });
});

test.each([
  "",
  " ",
  "a b",
  "@acme",
  "@acme/",
  "a/../b",
  "a/./b",
  "a//b",
  "a/.b",
  "node:fs",
  "https://host.example/a.js",
  "Upper",
])("%j is neither a package nor a file", (name) => {
  expect(refusedWith(() => resolvePlugin(name, [folderWith({})]))).toMatchObject({ code: "SETTINGS_INVALID" });
});
