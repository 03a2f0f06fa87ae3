/** The README knows every option that the command has, and no other; exit codes are as it says. */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { start } from "./processes/processes.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const optionsIn = (text: string): readonly string[] => [...new Set(text.match(/--[a-z]+/g))].toSorted();

async function run(...args: readonly string[]) {
  await using command = start(args, tmpdir());
  const code = await command.exited;
  return { code, said: command.lines.join("\n"), complaints: command.complaints() };
}

test("every option of --help is in the README, and the other way round", { timeout: 60_000 }, async () => {
  const { code, said } = await run("--help");
  expect(code).toBe(0);
  const npm = ["--global"];
  expect(optionsIn(readme).filter((option) => !npm.includes(option))).toEqual(optionsIn(said));
});

test.each([
  ["a mistake in the command line", ["start", "--prot", "1"], 2],
  ["no such command", ["sell"], 2],
  ["a port that is none", ["terminal", "virtual", "--port", "70000"], 2],
  ["no configuration", ["start", "--config", "nowhere.yaml"], 1],
])(
  "%s ends with its exit code, and one complaint",
  async (_, args, expected) => {
    const { code, said, complaints } = await run(...args);
    expect(code).toBe(expected);
    expect(said).toBe("");
    expect(complaints).toMatch(/^tillwire: .+\n$/);
  },
  60_000,
);
