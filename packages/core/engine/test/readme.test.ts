/** The README's example, which the check of the docs compares with its file, prints what the README says. */
import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const blocks = (language: string): readonly string[] =>
  [...read("../README.md").matchAll(new RegExp("```" + language + "\n(.*?)```", "gs"))].map(([, text = ""]) => text);

test("it prints what the README says", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import("./readme-example.ts");
  const printed = log.mock.calls.map((words) => words.join(" ")).join("\n");
  log.mockRestore();
  expect(blocks("text").map((text) => text.trimEnd())).toContain(printed);
});
