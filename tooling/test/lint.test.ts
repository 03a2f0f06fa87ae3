import { expect, test } from "vitest";
import { runCommand } from "../checks/command.ts";
import { root, Scratch } from "./scratch.ts";

const pure = "packages/core/engine/src";
const edge = "packages/core/host/src";

/** What must not pass: the rule that says so, the folder it is planted in, and the code. */
const planted: readonly { rule: string; at: string; code: string }[] = [
  { rule: "typescript(no-floating-promises)", at: edge, code: "Promise.resolve(1);" },
  { rule: "typescript(no-misused-promises)", at: edge, code: "export const is = Promise.resolve(true) ? 1 : 2;" },
  { rule: "typescript(no-explicit-any)", at: edge, code: "export const some: any = 1;" },
  { rule: "typescript(no-unsafe-member-access)", at: edge, code: "export const size = JSON.parse('[]').length;" },
  { rule: "typescript(only-throw-error)", at: edge, code: "export function fail(): never {\n  throw 'no';\n}" },
  { rule: "typescript(no-non-null-assertion)", at: edge, code: "export const first = (list: string[]) => list[0]!;" },
  {
    rule: "typescript(consistent-type-imports)",
    at: edge,
    code: "import { Buffer } from 'node:buffer';\nexport type Bytes = Buffer;",
  },
  {
    rule: "typescript(switch-exhaustiveness-check)",
    at: edge,
    code: "export function of(kind: 'a' | 'b'): void {\n  switch (kind) {\n    case 'a':\n      of(kind);\n  }\n}",
  },
  { rule: "eslint(no-empty)", at: edge, code: "try {\n  JSON.parse('');\n} catch {}" },
  { rule: "eslint(no-console)", at: edge, code: "console.log(1);" },
  { rule: "eslint(max-params)", at: edge, code: "export const f = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d];" },
  { rule: "eslint(max-lines)", at: edge, code: "export {};\n".repeat(501) },
  {
    rule: "eslint(max-lines-per-function)",
    at: edge,
    code: `export function long(): number[] {\n  return [\n${"    1,\n".repeat(70)}  ];\n}`,
  },
  { rule: "import(no-default-export)", at: edge, code: "export default 1;" },
  { rule: "tillwire(no-plain-error)", at: edge, code: "export function fail(): never {\n  throw new Error('no');\n}" },
  { rule: "tillwire(cast-reason)", at: edge, code: "export const id = 1;\n\nexport const name = ('' as 'x');" },
  { rule: "eslint(no-restricted-properties)", at: pure, code: "export const at = Date.now();" },
  { rule: "eslint(no-restricted-properties)", at: pure, code: "export const chance = Math.random();" },
  { rule: "eslint(no-restricted-properties)", at: pure, code: "export const at = globalThis.performance;" },
  { rule: "eslint(no-restricted-globals)", at: pure, code: "export const at = performance.now();" },
  { rule: "eslint(no-restricted-globals)", at: pure, code: "setTimeout(String, 1);" },
  { rule: "eslint(no-restricted-globals)", at: pure, code: "setInterval(String, 1);" },
  { rule: "eslint(no-restricted-globals)", at: "packages/devices/virtual/src", code: "setTimeout(String, 1);" },
  { rule: "tillwire(no-clock-reading)", at: pure, code: "export const at = new Date();" },
];

/** What the same rules must let pass. */
const allowed: readonly { at: string; code: string }[] = [
  { at: edge, code: "setTimeout(String, Date.now() + Math.random());" },
  { at: "packages/devices/virtual/src/virtual", code: "setTimeout(String, Date.now());" },
  { at: pure, code: "export const at = new Date(0);\nexport const kinds = ['a', 'b'] as const;" },
  { at: edge, code: "// A literal of the type that it is cast to.\nexport const name = '' as 'x' | '';" },
  { at: "packages/links/tcp/src", code: "setInterval(String, 1);" },
];

/** The parts that are read of oxlint's JSON. */
interface LintReport {
  readonly diagnostics: readonly { readonly code?: string; readonly filename: string }[];
}

async function lint(scratch: Scratch): Promise<LintReport["diagnostics"]> {
  scratch.linkTools();
  scratch.copy(".oxlintrc.json", "tsconfig.base.json", "tsconfig.test.json");
  scratch.write("tsconfig.json", JSON.stringify({ extends: "./tsconfig.test.json", include: ["packages"] }));
  const tool = [`${root}/node_modules/oxlint/bin/oxlint`, "--format=json", "packages"];
  const { output } = await runCommand(process.execPath, tool, { cwd: scratch.path });
  // oxlint's documented result; were it another, no rule would be found below.
  const report = JSON.parse(output) as LintReport;
  return report.diagnostics;
}

test("each rule finds what is planted for it, and lets pass what is allowed", { timeout: 60_000 }, async () => {
  using scratch = new Scratch();
  for (const [index, { at, code }] of planted.entries()) scratch.write(`${at}/planted-${index}.ts`, `${code}\n`);
  for (const [index, { at, code }] of allowed.entries()) scratch.write(`${at}/allowed-${index}.ts`, `${code}\n`);
  const diagnostics = await lint(scratch);
  const rulesFor = (file: string) =>
    diagnostics.filter(({ filename }) => filename.endsWith(file)).map(({ code }) => code);

  for (const [index, { at, code, rule }] of planted.entries()) {
    expect(rulesFor(`${at}/planted-${index}.ts`), code).toContain(rule);
  }
  const rules = new Set(planted.map(({ rule }) => rule));
  for (const [index, { at, code }] of allowed.entries()) {
    expect(
      rulesFor(`${at}/allowed-${index}.ts`).filter((rule) => rules.has(rule ?? "")),
      code,
    ).toEqual([]);
  }
});
