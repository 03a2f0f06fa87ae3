import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import { configurationJsonSchema } from "../src/configuration/json-schema.ts";
import { parseConfiguration, readConfiguration } from "../src/configuration/read.ts";

const smallest = `
lanes:
  till-1:
    terminal:
      use: "@tillwire/device-virtual"
`;

function errorOf(text: string): string {
  try {
    parseConfiguration(text, "tillwire.yaml");
  } catch (thrown) {
    expect(TillwireError.is(thrown) && thrown.code).toBe("SETTINGS_INVALID");
    return String(thrown);
  }
  throw new TypeError("It was accepted.");
}

describe("a configuration", () => {
  test("needs one lane; everything else has a default", () => {
    expect(parseConfiguration(smallest, "tillwire.yaml").configuration).toMatchObject({
      name: "Tillwire",
      mode: "demo",
      listen: { host: "127.0.0.1", port: 7455, origins: [], hostNames: ["127.0.0.1", "localhost"] },
      journal: { use: "@tillwire/journal-sqlite" },
      platforms: [{ use: "@tillwire/platform-websocket" }],
      lanes: { "till-1": { terminal: { use: "@tillwire/device-virtual", isolation: "worker" } } },
    });
  });

  test("has its data folder relative to the file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tillwire-configuration-"));
    writeFileSync(join(folder, "shop.yaml"), `dataFolder: journal${smallest}`);
    const { configuration } = await readConfiguration(join(folder, "shop.yaml"));
    expect(configuration.dataFolder).toBe(join(folder, "journal"));
  });

  test("that is not there is named", async () => {
    await expect(readConfiguration("/nowhere/tillwire.yaml")).rejects.toThrow(
      /The configuration \/nowhere\/tillwire\.yaml is not there\. Make it, .*--config.*tillwire start --demo/,
    );
  });

  test("that stands there under another name is told by it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tillwire-configuration-"));
    writeFileSync(join(folder, "tillwire.yml"), smallest);
    await expect(readConfiguration(join(folder, "tillwire.yaml"))).rejects.toThrow(
      / Beside it stands tillwire\.yml\.$/,
    );
    rmSync(folder, { recursive: true });
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ["a folder", (path) => mkdirSync(path), /is a folder\. Name the file in it with --config/],
    ["no text", (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0x6d, 0x00])), /not a text in UTF-8\. Save it/],
    ["without end", (path) => writeFileSync(path, "#".repeat(1_048_577)), /larger than 1048576 bytes/],
    ["below a file", (path) => writeFileSync(dirname(path), ""), /a part of its path is no folder/],
  ])("that is %s says so, and what to do", async (_, make, message) => {
    const folder = mkdtempSync(join(tmpdir(), "tillwire-configuration-"));
    const path = message.source.includes("no folder") ? join(folder, "file", "shop.yaml") : join(folder, "shop.yaml");
    make(path);
    await expect(readConfiguration(path)).rejects.toThrow(message);
    rmSync(folder, { recursive: true });
  });

  test.each([
    [
      "unknown setting",
      `${smallest}port: 1\n`,
      /tillwire\.yaml:6:7 port is not known: known are name, mode, dataFolder, listen/,
    ],
    ["a slip", `${smallest}lnks: []\n`, /tillwire\.yaml:6:7 lnks is not known: did you mean links\?/],
    ["wrong choice", `mode: real${smallest}`, /tillwire\.yaml:1:7 mode must be "demo" or "live"/],
    ["wrong type", `mode: 5${smallest}`, /tillwire\.yaml:1:7 mode must be "demo" or "live"/],
    ["out of range", `listen:\n  port: 70000${smallest}`, /tillwire\.yaml:2:9 listen\.port must be .* from 0 to 65535/],
    ["quotes", `listen:\n  port: "7456"${smallest}`, /:2:9 listen\.port must be .*, not text: write it without quotes/],
    ["missing", "lanes:\n  till-1: {}\n", /tillwire\.yaml:2:11 lanes\.till-1\.terminal is missing/],
    [
      "a reader alone",
      "lanes:\n  till-1:\n    reader: { use: ./reader.js }\n",
      /tillwire\.yaml:3:5 lanes\.till-1\.gateway is missing/,
    ],
    [
      "a gateway alone",
      "lanes:\n  till-1:\n    gateway: { use: ./gateway.js }\n",
      /tillwire\.yaml:3:5 lanes\.till-1\.reader is missing/,
    ],
    [
      "a terminal beside a reader",
      `${smallest}    reader: { use: ./reader.js }\n    gateway: { use: ./gateway.js }\n`,
      /tillwire\.yaml:6:20 lanes\.till-1\.reader does not go together with the other fields/,
    ],
    [
      "EMV parameters for a terminal",
      `${smallest}    emvParameters: ./emv.yaml\n`,
      /tillwire\.yaml:6:20 lanes\.till-1\.emvParameters does not go together with the other fields/,
    ],
    ["no lanes", "mode: demo\n", /tillwire\.yaml:1:1 lanes is missing/],
    ["no lane", "lanes: {}\n", /tillwire\.yaml:1:8 lanes: At least one lane/],
    ["an empty value", "lanes:\n", /tillwire\.yaml:1:7 lanes must be an object of named entries, not null/],
    [
      "lane's name",
      smallest.replace("till-1", "Till 1"),
      /:4:5 lanes\.Till 1 has a name that is not taken: 1 to 40 .*a-z 0-9 -/,
    ],
    [
      "no quotes for @",
      smallest.replaceAll('"', ""),
      /tillwire\.yaml:5:12 a value that begins with this sign needs quotes/,
    ],
    [
      "no quotes for *",
      `listen:\n  hostNames: [*.example]${smallest}`,
      /:2:15 a value that begins with \* needs quotes/,
    ],
    ["no quotes for !", `dataFolder: !env DATA${smallest}`, /:1:13 a value that begins with ! needs quotes/],
    ["tabs", "lanes:\n\ttill-1: {}\n", /tillwire\.yaml:2:1 a tab stands where only spaces may/],
    ["a backslash", `dataFolder: "C:\\data"${smallest}`, /:1:16 between double quotes a backslash .* single quotes/],
    [
      "a backslash that makes a tab",
      `dataFolder: "C:\\till"${smallest}`,
      /:1:13 dataFolder: has a control character; .* in single quotes/,
    ],
    ["no blank", `mode:demo${smallest}`, /tillwire\.yaml:1:1 a name is followed by a colon and a space/],
    [
      "indentation",
      `listen:\n  port: 1\n host: a${smallest}`,
      /tillwire\.yaml:3:1 this does not stand below its neighbors/,
    ],
    [
      "deeper",
      `listen:\n  port: 1\n   host: a${smallest}`,
      /tillwire\.yaml:2:9 this is a name and a value where only a value/,
    ],
    ["two documents", `mode: demo\n---${smallest}`, /tillwire\.yaml:2:1 a second document begins here/],
    ["an open bracket", "lanes: [\n", /tillwire\.yaml:2:1 something before this place is not finished/],
    [
      "an open quote",
      'mode: "demo\n',
      /tillwire\.yaml:2:1 something before this place is not finished: look for a quote/,
    ],
    ["a key twice", `${smallest}lanes: {}\n`, /tillwire\.yaml:6:1 this name stands here for the second time: keep one/],
    ["nothing", "", /tillwire\.yaml:1:1 the file is empty: it needs at least one lane/],
    ["text", "hello", /tillwire\.yaml:1:1 the configuration must be an object of named entries, not text/],
    [
      "a growing file",
      `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${"*a,".repeat(20)}]\nc: [${"*b,".repeat(20)}]\n`,
      /tillwire\.yaml:1:1 the file repeats parts of itself \(\*name\) too often/,
    ],
  ])("that is wrong (%s) says where", (_, text, message) => {
    expect(errorOf(text)).toMatch(message);
  });

  test("tells all that is wrong at once", () => {
    expect(errorOf(`mode: real\nlogLevel: loud${smallest}`).split("\n")).toHaveLength(3);
  });

  test("of any text is accepted, or refused with a clear error", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(errorOf(text)).toMatch(/tillwire\.yaml/);
      }),
    );
  });

  test("has a JSON Schema for editors that is up to date", () => {
    const checkedIn = readFileSync(new URL("../schema/tillwire.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(checkedIn)).toEqual(JSON.parse(configurationJsonSchema()));
  });
});
