import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { outdatedNode } from "../src/node-version.ts";

const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");

test("the oldest Node that runs is the one of package.json", () => {
  const [, oldest = ""] = /"node": ">=([\d.]+)"/.exec(text) ?? [];
  expect(outdatedNode(oldest)).toBeUndefined();
  expect(outdatedNode(`${oldest}.0`)).toBeUndefined();
  expect(outdatedNode("20.19.5")).toContain(`This is Node 20.19.5, and Tillwire needs ${oldest} or newer.`);
});

test.each(["22.13.0", "22.20.1", "23.0.0", "24.21.0", "100.0.0"])("Node %s will do", (version) => {
  expect(outdatedNode(version)).toBeUndefined();
});

test.each(["22.12.9", "21.99.0", "8.1.0"])("Node %s will not", (version) => {
  expect(outdatedNode(version)).toMatch(/Install a newer Node/);
});
