/** What keeps a bridge from starting is told with what to do, before anything is opened. */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OptionsError } from "@tillwire/host";
import { TillwireError } from "@tillwire/plugin-api";
import { bridgeOptions } from "../src/configuration/bridge-options.ts";
import { withPlaces } from "../src/configuration/problems.ts";
import { readConfiguration } from "../src/configuration/read.ts";
import { makeDataFolder } from "../src/data-folder.ts";

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillwire-starting-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function rejected(promise: Promise<unknown>): Promise<TillwireError> {
  const thrown: unknown = await promise.catch((error: unknown) => error);
  if (TillwireError.is(thrown)) return thrown;
  throw new TypeError("It should have been refused.", { cause: thrown });
}

describe("a data folder", () => {
  const another = "Or name another folder.";

  test("is made for its owner only, and taken when it is there", async () => {
    const path = join(folder, "data");
    await makeDataFolder(path, another);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    await makeDataFolder(path, another);
  });

  test.each<[string, () => string, string]>([
    ["a file", () => join(folder, "file"), "it is not a folder."],
    ["below a file", () => join(folder, "file", "data"), "file is not a folder."],
    ["below nothing", () => join(folder, "shop", "data"), "shop is not there. Make it."],
  ])("that is %s is refused", async (_, path, why) => {
    writeFileSync(join(folder, "file"), "");
    const error = await rejected(makeDataFolder(path(), another));
    expect(error.code).toBe("STORAGE_UNUSABLE");
    expect(error.message).toContain(`The data folder ${path()} cannot be used: `);
    expect(error.message).toContain(`${why} ${another}`);
  });
});

describe("a plugin that the configuration names", () => {
  async function refusalOf(text: string): Promise<string> {
    const path = join(folder, "tillwire.yaml");
    writeFileSync(path, text);
    const file = await readConfiguration(path);
    const error = await rejected(
      bridgeOptions(file, log).catch((thrown: unknown) => {
        expect(thrown).toBeInstanceOf(OptionsError);
        throw withPlaces(thrown, file.placeOf);
      }),
    );
    return error.message.replaceAll(folder, "/srv/till");
  }

  const lane = (use: string): string => `lanes:\n  till-1:\n    terminal:\n      use: "${use}"\n`;

  test.each([
    [
      "and that is not installed",
      lane("@acme/device-x"),
      'tillwire.yaml:4:12 Lane till-1: The package @acme/device-x is not installed. Run "npm install @acme/device-x" in /srv/till.',
    ],
    ["by a slip", lane("@tillwire/device-virtul"), "Or did you mean @tillwire/device-virtual?"],
    ["by a file that is not there", lane("./mine.js"), "Lane till-1: There is no file /srv/till/mine.js. Correct"],
    [
      "as a journal, by no name",
      `journal: { use: My Journal }\n${lane("@tillwire/device-virtual")}`,
      'tillwire.yaml:1:17 "My Journal" is neither the name of a package nor a file',
    ],
    [
      "as a platform",
      `platforms:\n  - use: "@tillwire/platform-websocket"\n  - use: "@acme/platform"\n${lane("@tillwire/device-virtual")}`,
      "tillwire.yaml:3:10 The package @acme/platform is not installed.",
    ],
    [
      "as a link",
      `links: ["@tillwire/link-tcp", "@acme/link"]\n${lane("@tillwire/device-virtual")}`,
      "tillwire.yaml:1:31 The package @acme/link is not installed.",
    ],
  ])("%s is told with its place and what to do", async (_, text, words) => {
    const message = await refusalOf(text);
    expect(message).toMatch(/^The configuration is not valid:\n/);
    expect(message).toContain(words);
  });

  test("wrongly leaves no data folder behind", async () => {
    await refusalOf(lane("@acme/device-x"));
    expect(() => statSync(join(folder, "tillwire-data"))).toThrow(/ENOENT/);
  });

  test("is found beside the configuration first", async () => {
    mkdirSync(join(folder, "node_modules", "mine"), { recursive: true });
    writeFileSync(join(folder, "node_modules", "mine", "package.json"), '{ "name": "mine", "main": "index.js" }');
    writeFileSync(join(folder, "node_modules", "mine", "index.js"), "");
    writeFileSync(join(folder, "tillwire.yaml"), lane("mine"));
    const { lanes } = await bridgeOptions(await readConfiguration(join(folder, "tillwire.yaml")), log);
    expect(lanes["till-1"]).toMatchObject({ terminal: { module: expect.any(String) as unknown } });
    expect(JSON.stringify(lanes["till-1"])).toContain("node_modules/mine/index.js");
  });
});

describe("a lane with a reader and a gateway", () => {
  const lane = (emvParameters: string): string =>
    `lanes:\n  till-1:\n    reader: { use: ./reader.js }\n    gateway: { use: ./gateway.js, isolation: inline }\n    ${emvParameters}\n`;
  const optionsFor = async (text: string) => {
    for (const name of ["reader.js", "gateway.js"]) writeFileSync(join(folder, name), "");
    const path = join(folder, "tillwire.yaml");
    writeFileSync(path, text);
    const file = await readConfiguration(path);
    return await bridgeOptions(file, log).catch((thrown: unknown) => {
      throw withPlaces(thrown, file.placeOf);
    });
  };

  test("finds both plugins, and reads the EMV parameters that it names", async () => {
    for (const [name, text] of [
      ["emv.yaml", "version: one\napplications: []\n"],
      ["emv.json", '{ "version": "one", "applications": [] }'],
    ] as const) {
      writeFileSync(join(folder, name), text);
      const { lanes } = await optionsFor(lane(`emvParameters: ./${name}`));
      expect(lanes["till-1"]).toMatchObject({
        reader: { module: expect.stringMatching(/reader\.js$/) as unknown, isolation: "worker" },
        gateway: { module: expect.stringMatching(/gateway\.js$/) as unknown, isolation: "inline" },
        emvParameters: { version: "one", applications: [] },
      });
    }
    const { lanes } = await optionsFor(lane("answerWithinMs: 5000"));
    expect(Object.keys(lanes["till-1"] ?? {})).toEqual(["reader", "gateway", "settings"]);
    expect(lanes["till-1"]?.settings).toEqual({ answerWithinMs: 5_000 });
  });

  test.each([
    ["is not there", "./nowhere.yaml", "nowhere.yaml is not there. Correct its path, or leave emvParameters out."],
    ["is no YAML", "./odd.yaml", "odd.yaml:1:4 this is a name and a value"],
    ["is a folder", ".", "cannot be read."],
  ])("says where, when the file of EMV parameters %s", async (_, name, words) => {
    writeFileSync(join(folder, "odd.yaml"), "a: b: c\n");
    const { message } = await rejected(optionsFor(lane(`emvParameters: ${name}`)));
    expect(message).toContain("tillwire.yaml:5:20 Lane till-1: ");
    expect(message).toContain(words);
  });
});
