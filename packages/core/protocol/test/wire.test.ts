import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as wire from "../src/wire.ts";

describe("the entry `./wire`", () => {
  test("runs nothing and brings nothing but its constants", () => {
    expect(Object.keys(wire).toSorted()).toEqual([
      "closeCodes",
      "defaultUrl",
      "errorNumbers",
      "protocolVersion",
      "subprotocol",
    ]);
    const folder = new URL("../src/", import.meta.url);
    const files = globSync("wire{.ts,/*.ts}", { cwd: folder });
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      const text = readFileSync(new URL(file.replaceAll("\\", "/"), folder), "utf8");
      const loaded = [...text.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from\s+"([^"]+)"/gm)].map(
        ([, from]) => from,
      );
      expect(
        loaded.filter((from) => from !== "./wire/constants.ts"),
        file,
      ).toEqual([]);
    }
  });

  test("has close codes and error numbers that nobody else uses", () => {
    for (const code of Object.values(wire.closeCodes)) expect(code).toBeGreaterThanOrEqual(4_000); // RFC 6455, 7.4.2
    const values = [...Object.values(wire.closeCodes), ...Object.values(wire.errorNumbers)];
    expect(new Set(values).size).toBe(values.length);
  });
});
