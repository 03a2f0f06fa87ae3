/** What is taken for a plugin and what is not, and that the refusal says whose turn it is. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineLinkProvider, TillwireError } from "@tillwire/plugin-api";
import type { PluginKind } from "@tillwire/plugin-api";
import { OptionsError } from "../../src/options-error.ts";
import { loadLinkProvider, loadPlugin } from "../../src/plugins/load-plugin.ts";
import echoLink from "./echo-link.ts";
import echo from "./echo.ts";
import { folderWith } from "./folders.ts";
import { wrong } from "./terminal.ts";

async function rejected(promise: Promise<unknown>): Promise<TillwireError> {
  const thrown: unknown = await promise.catch((error: unknown) => error);
  if (TillwireError.is(thrown)) return thrown;
  throw new Error("It should have been rejected with one of ours.", { cause: thrown });
}

function echoWith(members: Record<string, unknown>): unknown {
  return Object.freeze({ ...echo, ...members });
}

function packaged(fields: Record<string, unknown>, code: string): string {
  const folder = folderWith({
    "node_modules/acme/package.json": { name: "acme", type: "module", ...fields },
    "node_modules/acme/index.js": code,
  });
  return pathToFileURL(join(folder, "node_modules/acme/index.js")).href;
}

/** A plugin without any import, since temporary folders have nothing installed. */
const plain = (members: string): string => `
  const standard = { version: 1, vendor: "x", validate: (value) => ({ value }), jsonSchema: { input: () => ({}) } };
  const plugin = { kind: "journal", spec: "journal/v1", id: "acme", displayName: "Acme", version: "1.0.0",
    settings: { "~standard": standard }, open: () => ({}) };
  export default Object.freeze({ ...plugin, ${members} });`;

describe("a value", () => {
  test("that is a plugin is taken as it is, with its settings parsed", async () => {
    const { plugin, settings } = await loadPlugin({ plugin: echo }, "device");
    expect(plugin).toBe(echo);
    expect(settings).toEqual({ greeting: "hello" });
    expect((await loadPlugin({ plugin: echo, settings: { greeting: "hi" } }, "device")).settings).toEqual({
      greeting: "hi",
    });
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["no object", "echo"],
    ["an object that is not frozen", { ...echo }],
    ["an instance of a class", Object.freeze(new Map())],
    ["a plugin with a bad id", echoWith({ id: "Not An Id" })],
    ["a plugin without a name", echoWith({ displayName: "" })],
    ["a plugin without open", echoWith({ open: undefined })],
    ["a plugin whose settings are no schema", echoWith({ settings: { type: "object" } })],
    ["a terminal without references", echoWith({ references: [] })],
    ["a terminal with a bad reference", echoWith({ references: [{ name: "stan" }] })],
    ["a device of no role", echoWith({ role: "printer" })],
    ["a plugin with a senseless spec", echoWith({ spec: "device" })],
    ["a plugin with another family's spec", echoWith({ spec: "gateway/v1" })],
  ])("that is %s is PLUGIN_FAILED", async (_, value) => {
    expect(await rejected(loadPlugin({ plugin: value }, "device"))).toMatchObject({
      code: "PLUGIN_FAILED",
      effect: "none",
    });
  });

  test("whatever it is, the refusal is one of ours", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.constantFrom<PluginKind>("device", "journal"), async (value, kind) => {
        expect(["PLUGIN_FAILED", "SETTINGS_INVALID"]).toContain(
          (await rejected(loadPlugin({ plugin: value }, kind))).code,
        );
        const frozen: unknown = typeof value === "object" && value !== null ? Object.freeze(value) : value;
        expect(["PLUGIN_FAILED", "SETTINGS_INVALID"]).toContain(
          (await rejected(loadPlugin({ plugin: frozen }, kind))).code,
        );
      }),
    );
  });

  test("of another kind is a mistake in the configuration", async () => {
    const error = await rejected(loadPlugin({ plugin: echo }, "gateway"));
    expect(error).toMatchObject({ code: "SETTINGS_INVALID" });
    expect(error.message).toMatch(/wants a gateway.*is a device/);
  });

  test("of another version of the interface: the message names the side to upgrade", async () => {
    const newer = await rejected(loadPlugin({ plugin: echoWith({ spec: "device/v2" }) }, "device"));
    expect(newer).toMatchObject({ code: "PLUGIN_UNSUPPORTED", effect: "none" });
    expect(newer.message).toMatch(/device\/v2.*device\/v1.*upgrade the bridge \(the package tillwire\)/);
    const older = await rejected(loadPlugin({ plugin: echoWith({ spec: "device/v0" }) }, "device"));
    expect(older.message).toMatch(/too old.*upgrade the plugin/);
  });

  test("that is a link provider is taken, others are not", async () => {
    expect(await loadLinkProvider({ provider: echoLink })).toBe(echoLink);
    const odd = [echo, { ...echoLink }, Object.freeze({ ...echoLink, transport: "carrier pigeon" }), null];
    for (const provider of odd) {
      expect(await rejected(loadLinkProvider({ provider }))).toMatchObject({ code: "PLUGIN_FAILED" });
    }
    const newer = Object.freeze({ ...echoLink, spec: "link/v2" });
    expect(await rejected(loadLinkProvider({ provider: newer }))).toMatchObject({ code: "PLUGIN_UNSUPPORTED" });
    expect(defineLinkProvider({ ...echoLink, transport: "tcp" })).toBeDefined();
  });
});

describe("a module", () => {
  test("with a plugin as its default export is taken; its manifest agrees or is not there", async () => {
    const manifest = { tillwire: { kind: "journal", spec: "v1" } };
    for (const fields of [manifest, {}]) {
      const { plugin } = await loadPlugin({ module: packaged(fields, plain("")) }, "journal");
      expect(plugin.id).toBe("acme");
    }
  });

  test.each([
    ["no default export", {}, "export const plugin = 1;", "acme has no default export"],
    ["code that throws", {}, "throw new Error('missing part');", "acme cannot be imported"],
    ["another manifest than its code", { tillwire: { kind: "journal", spec: "v2" } }, plain(""), "contradicts itself"],
    ["a broken manifest", { tillwire: "journal" }, plain(""), "broken manifest"],
  ])("with %s is PLUGIN_FAILED and names the package", async (...[, fields, code, words]) => {
    const error = await rejected(loadPlugin({ module: packaged(fields, code) }, "journal"));
    expect(error).toMatchObject({ code: "PLUGIN_FAILED", effect: "none" });
    expect(error.message).toContain(words);
    expect(error.message).toContain("acme");
  });

  test("that is too old names its package", async () => {
    const module = packaged({}, plain('spec: "journal/v0"'));
    const error = await rejected(loadPlugin({ module }, "journal"));
    expect(error).toMatchObject({ code: "PLUGIN_UNSUPPORTED" });
    expect(error.message).toContain("upgrade the package acme");
  });

  test("that is not there is named", async () => {
    const module = "file:///nowhere/plugin.js";
    const error = await rejected(loadPlugin({ module }, "journal"));
    expect(error).toMatchObject({ code: "PLUGIN_FAILED" });
    expect(error.message).toContain(module);
  });
});

describe("settings", () => {
  function withSchema(validate: (value: unknown) => unknown): unknown {
    return echoWith({
      settings: { "~standard": { version: 1, vendor: "test", validate, jsonSchema: { input: () => ({}) } } },
    });
  }
  async function refusal(validate: (value: unknown) => unknown, settings: unknown): Promise<string> {
    const error = await rejected(loadPlugin({ plugin: withSchema(validate), settings: wrong(settings) }, "device"));
    expect(error).toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
    return error.message;
  }

  test("none are the empty object, and a schema may take its time", async () => {
    const plugin = withSchema((value) => Promise.resolve({ value: { got: value } }));
    expect((await loadPlugin({ plugin }, "device")).settings).toEqual({ got: {} });
  });

  test("that are refused: the message names the path and what is expected", async () => {
    const error = await rejected(loadPlugin({ plugin: echo, settings: { greeting: 5, extra: 1 } }, "device"));
    expect(error.message).toBe(
      "Settings of echo: greeting must be text, not a number; extra is not known: known are greeting, apiKey",
    );
    expect(error).toBeInstanceOf(OptionsError);
    expect(error).toMatchObject({
      problems: [
        { path: ["settings", "greeting"], message: "Settings of echo: greeting must be text, not a number" },
        { path: ["settings", "extra"] },
      ],
    });
  });

  test("that are no settings at all are refused as a whole", async () => {
    const error = await rejected(loadPlugin({ plugin: echo, settings: "loud" }, "device"));
    expect(error.message).toBe("Settings of echo: they must be an object of named entries, not text");
    expect(error).toMatchObject({ problems: [{ path: ["settings"] }] });
  });

  test("a message never repeats a value, however the schema talks", async () => {
    const secret = "hunter2-correct-horse";
    const echoing = (value: unknown) => ({
      issues: [{ message: `got ${JSON.stringify(value)}`, path: [{ key: "login" }, "password"] }],
    });
    const message = await refusal(echoing, { login: { password: secret, pin: 90210 }, list: ["also-secret-8"] });
    expect(message).toContain("login.password: got");
    for (const value of [secret, "also-secret-8"]) expect(message).not.toContain(value);
    expect(await refusal(() => ({ issues: [{ message: "x 90210", path: ["pin"] }] }), { pin: 90_210 })).not.toContain(
      "90210",
    );
  });

  test("many issues are listed up to a bound", async () => {
    const issues = Array.from({ length: 1_000 }, (_, index) => ({ message: "x".repeat(1_000), path: [index] }));
    const message = await refusal(() => ({ issues }), {});
    expect(message).toContain("and 990 more");
    expect(message.length).toBeLessThan(4_000);
  });

  test.each<[string, (value: unknown) => unknown]>([
    ["throws", () => JSON.parse("{") as unknown],
    ["gives nothing", () => undefined],
    ["gives issues that are none", () => ({ issues: [null] })],
    ["gives issues that are no list", () => ({ issues: 5 })],
  ])("a schema that %s is the plugin's fault", async (_, validate) => {
    const error = await rejected(loadPlugin({ plugin: withSchema(validate) }, "device"));
    expect(error).toMatchObject({ code: "PLUGIN_FAILED", effect: "none" });
  });
});
