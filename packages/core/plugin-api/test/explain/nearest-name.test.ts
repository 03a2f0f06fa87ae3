import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearestName } from "../../src/index.ts";

const known = ["config", "data", "demo", "port", "until-stdin-ends", "answerWithinMs", "amountMinor"];

describe("the nearest name", () => {
  test.each([
    ["prot", "port"],
    ["confg", "config"],
    ["configg", "config"],
    ["Port", "port"],
    ["answer-within-ms", "answerWithinMs"],
    ["untilStdinEnds", "until-stdin-ends"],
    ["amount", "amountMinor"],
    ["database", "data"],
  ])("of %s is %s", (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });

  test.each(["", "x", "color", "po", "___", "x".repeat(10_000)])("of %j is none", (name) => {
    expect(nearestName(name, known)).toBeUndefined();
  });

  test("is the nearest of several near ones", () => {
    expect(nearestName("hosts", ["ports", "host", "hostNames"])).toBe("host");
  });

  test("of a known name is that name, and of any text a known one or none", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{2,12}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(names, fc.string(), (some, text) => {
        for (const name of some) expect(nearestName(name, some)).toBe(name);
        expect([undefined, ...some]).toContain(nearestName(text, some));
      }),
    );
  });
});
