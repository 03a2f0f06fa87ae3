import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
    expect(parseConfiguration(smallest, "tillwire.yaml")).toMatchObject({
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
      /\/nowhere\/tillwire\.yaml cannot be read.*--config/,
    );
  });

  test.each([
    ["unknown setting", `${smallest}port: 1\n`, /tillwire\.yaml:6:7 .*"port"/],
    ["wrong type", `mode: real${smallest}`, /tillwire\.yaml:1:7 mode: /],
    ["out of range", `listen:\n  port: 70000${smallest}`, /tillwire\.yaml:2:9 listen\.port: /],
    ["no lane", "lanes: {}\n", /tillwire\.yaml:1:8 lanes: At least one lane/],
    ["lane's name", smallest.replace("till-1", "Till 1"), /tillwire\.yaml:4:5 lanes\.Till 1: .*a-z 0-9 -/],
    ["syntax", "lanes: [\n", /tillwire\.yaml:2:1 /],
    ["a key twice", `${smallest}lanes: {}\n`, /tillwire\.yaml:6:1 .*unique/],
    ["nothing", "", /tillwire\.yaml:1:1 /],
    ["text", "hello", /tillwire\.yaml:1:1 /],
    [
      "a growing file",
      `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${"*a,".repeat(20)}]\nc: [${"*b,".repeat(20)}]\n`,
      /cannot be read as YAML/,
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
