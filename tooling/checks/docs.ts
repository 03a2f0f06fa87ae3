/**
 * Documentation that cannot rot: relative links and anchors lead somewhere, and example code is what stands in a file
 * that is compiled. A block says where: ```ts file=test/example.ts#region, relative to its page.
 */
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { combine, verdict, type Check } from "./check.ts";
import { readPage, type CodeBlock, type Link, type Page } from "./markdown.ts";

const code = new Set(["ts", "typescript", "js", "javascript", "mjs"]);

export const docs: Check = {
  name: "docs",
  async run({ root }) {
    const pages = readPages(root);
    const links = [...pages].flatMap(([path, page]) =>
      page.links.flatMap((link) => brokenLink(root, { path, link }, pages)),
    );
    const blocks = [...pages].flatMap(([path, page]) => page.blocks.flatMap((block) => brokenBlock(root, path, block)));
    return combine([verdict("links", links), verdict("code examples", blocks)]);
  },
};

function readPages(root: string): ReadonlyMap<string, Page> {
  const exclude = ["**/node_modules/**", "**/dist/**", ".toolchain/**", "**/CHANGELOG.md", "etc/*.api.md"];
  const paths = globSync("**/*.md", { cwd: root, exclude }).map((path) => path.replaceAll("\\", "/"));
  return new Map(paths.map((path) => [path, readPage(readFileSync(join(root, path), "utf8"))]));
}

function brokenLink(
  root: string,
  { path, link }: { path: string; link: Link },
  pages: ReadonlyMap<string, Page>,
): string[] {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link.target)) return [];
  const [file = "", anchor] = decodeURIComponent(link.target).split("#");
  const target = file === "" ? join(root, path) : resolve(root, dirname(path), file);
  const complaint = (what: string): string[] => [`${path}:${link.line}: ${link.target}: ${what}`];
  if (!existsSync(target)) return complaint("there is no such file");
  if (anchor === undefined || statSync(target).isDirectory()) return [];
  const page = pages.get(relative(root, target).replaceAll("\\", "/"));
  return page === undefined || page.anchors.has(anchor) ? [] : complaint("there is no such heading");
}

/** Fragments need no file, but a block that imports is a program, and a reader will run it. */
function brokenBlock(root: string, path: string, block: CodeBlock): string[] {
  if (!code.has(block.language)) return [];
  const complaint = (what: string): string[] => [`${path}:${block.line}: ${what}`];
  const source = /(?:^|\s)file=(\S+)/.exec(block.info)?.[1];
  if (source === undefined) {
    return /^import /m.test(block.code)
      ? complaint("an example that imports needs file=<the file that it stands in>")
      : [];
  }
  const [file = "", region] = source.split("#");
  const target = resolve(root, dirname(path), file);
  if (!existsSync(target)) return complaint(`there is no file ${file}`);
  const expected = excerpt(readFileSync(target, "utf8"), region);
  if (expected === undefined) return complaint(`${file} has no region ${region}`);
  return expected === block.code.trim() ? [] : complaint(`differs from ${source}:\n${expected}`);
}

/** The whole file, or what stands between `// #region name` and `// #endregion`, without its indentation. */
function excerpt(text: string, region: string | undefined): string | undefined {
  if (region === undefined) return text.trim();
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line, index) => index > start && line.trim().startsWith("// #endregion"));
  if (start < 0 || end < 0) return undefined;
  const inside = lines.slice(start + 1, end);
  const indents = inside.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return inside
    .map((line) => line.slice(indent))
    .join("\n")
    .trim();
}
