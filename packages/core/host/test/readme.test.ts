/** The tables of the README say what the code says. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { laneDefaults } from "../src/index.ts";
import { posLimits } from "../src/limits.ts";
import { MESSAGE_SIZE_MAX, runnerLimits } from "../src/runners/limits.ts";
import { gatewayLimits } from "../src/runners/plugin-side/gateway/limits.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

const limits = { ...runnerLimits, ...gatewayLimits, "one message": MESSAGE_SIZE_MAX };

test.each(Object.entries<number | boolean>({ ...posLimits, ...laneDefaults, ...limits }))("%s is %s", (name, value) => {
  const cells = readme.split("\n").map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));
  const rows = cells.filter((row) => row[1] === name);
  expect(rows.map((row) => row[2])).toEqual([value.toLocaleString("en")]);
});
