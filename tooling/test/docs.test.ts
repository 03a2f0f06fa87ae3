import { expect, test } from "vitest";
import { docs } from "../checks/docs.ts";
import { Scratch } from "./scratch.ts";

const example = `import { open } from "./open.ts";

// #region open
  const bridge = await open();
  await bridge.close();
// #endregion
`;

async function complaints(page: string): Promise<string[]> {
  using scratch = new Scratch();
  scratch.write("docs/page.md", page);
  scratch.write("docs/other.md", "# Other page\n\n## What `it` does, twice\n\n## What it does, twice\n");
  scratch.write("examples/example.ts", example);
  const { failures } = await docs.run({ root: scratch.path, scratch: scratch.path });
  return failures.flatMap(({ output }) => output.split("\n"));
}

test.each([
  ["a file that is there", '[x](other.md) ![y](../examples/example.ts) <a href="other.md">z</a>'],
  ["headings, also one that stands twice", "[x](other.md#what-it-does-twice) [y](other.md#what-it-does-twice-1)"],
  ["a heading of the same page", "# One & only\n\n[x](#one--only)"],
  ["other sites, which are not checked", "[x](https://example.com/nowhere) [y](mailto:a@example.com)"],
  ["what only looks like a link", "`[x](nowhere.md)`\n\n```\n[x](nowhere.md)\n```"],
  ["a block that equals its file", `\`\`\`ts file=../examples/example.ts\n${example}\`\`\``],
  [
    "a block that equals a region",
    "```ts file=../examples/example.ts#open\nconst bridge = await open();\nawait bridge.close();\n```",
  ],
  ["a fragment", "```ts\nconst bridge = await open();\n```"],
])("passes: %s", async (_, page) => {
  expect(await complaints(page)).toEqual([]);
});

test.each([
  ["[x](nowhere.md)", "docs/page.md:1: nowhere.md: there is no such file"],
  ["\n[x](other.md#nothing)", "docs/page.md:2: other.md#nothing: there is no such heading"],
  ["[x]: ../nowhere/", "docs/page.md:1: ../nowhere/: there is no such file"],
  [
    "```ts\nimport { open } from 'x';\n```",
    "docs/page.md:1: an example that imports needs file=<the file that it stands in>",
  ],
  ["```ts file=gone.ts\n```", "docs/page.md:1: there is no file gone.ts"],
  ["```ts file=../examples/example.ts#gone\n```", "docs/page.md:1: ../examples/example.ts has no region gone"],
  [
    "```ts file=../examples/example.ts#open\nawait open();\n```",
    "docs/page.md:1: differs from ../examples/example.ts#open:",
  ],
])("fails: %j", async (page, complaint) => {
  expect((await complaints(page))[0]).toBe(complaint);
});
