import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import plugin from "../src/index.ts";
import { startPlatform } from "./support/connect.ts";

describe("the plugin", () => {
  test("is what its package says", () => {
    const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    const { version, tillwire } = JSON.parse(text) as { version: string; tillwire: { kind: string; spec: string } };
    expect(plugin).toMatchObject({ id: "websocket", version, kind: tillwire.kind });
    expect(plugin.spec).toBe(`${tillwire.kind}/${tillwire.spec}`);
    expect(Object.isFrozen(plugin)).toBe(true);
  });

  test("serves its path under its subprotocol, until it is stopped", async () => {
    const { endpoints, stop } = await startPlatform(undefined, "/pos");
    expect(endpoints).toMatchObject([
      { path: "/pos", webSocket: { subprotocols: ["tillwire.v1"], tooSlowCode: 4_004 } },
    ]);
    await stop();
    expect(endpoints).toEqual([]);
  });

  test("takes a path, the root when left out, and nothing else", async () => {
    const check = async (settings: unknown) => plugin.settings["~standard"].validate(settings);
    expect(await check({})).toEqual({ value: { path: "/" } });
    expect(await check({ path: "/pos/v1" })).toEqual({ value: { path: "/pos/v1" } });
    const wrong = ["pos", "", "/a b", "/a?b", "/%2e", "//evil", "/pos/", 7, null, `/${"x".repeat(200)}`];
    for (const path of wrong) expect(await check({ path }), String(path)).toHaveProperty("issues");
    expect(await check({ route: "/" })).toHaveProperty("issues");
    expect(plugin.settings["~standard"].jsonSchema.input({ target: "draft-2020-12" })).toMatchObject({
      properties: { path: { default: "/" } },
      additionalProperties: false,
    });
  });
});
