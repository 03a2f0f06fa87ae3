import { expect, test } from "vitest";
import { compareReports } from "../api-report.ts";
import { apiReports } from "../checks/api-reports.ts";
import { Scratch } from "./scratch.ts";

const complete = `
/**
 * A till.
 * @public
 */
export interface Till {
  /** Its place in the shop, from 1. */
  readonly place: number;
  /** Opens the drawer. */
  open(): void;
}
/**
 * A drawer.
 * @public
 */
export declare class Drawer {
  /** What is in it, in minor units. */
  readonly contentMinor: number;
}
/**
 * How many tills there may be.
 * @public
 */
export declare const tillsMax = 10;
/**
 * A wish, by its type; its parts are the comment's.
 * @public
 */
export type Wish = { readonly type: "open"; readonly place: number } | { readonly type: "close" };
`;

/** A workspace with one package, of which there is a report, and a report that is as its declarations are. */
function workspaceWith(declarations: string): Scratch {
  const scratch = new Scratch();
  scratch.linkTools();
  const manifest = {
    name: "@tillwire/plugin-api",
    version: "1.0.0",
    type: "module",
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
  };
  scratch.write("packages/core/plugin-api/package.json", JSON.stringify(manifest));
  scratch.write("packages/core/plugin-api/dist/index.d.ts", declarations);
  compareReports(scratch.path, true);
  return scratch;
}

async function complaintsAbout(declarations: string): Promise<string> {
  using scratch = workspaceWith(declarations);
  const { failures } = await apiReports.run({ root: scratch.path, scratch: scratch.path });
  return failures.map(({ output }) => output).join("\n");
}

const docstrings = {
  place: "/** Its place in the shop, from 1. */",
  open: "/** Opens the drawer. */",
  contentMinor: "/** What is in it, in minor units. */",
  tillsMax: " * How many tills there may be.\n",
};

test("a report whose members are all documented passes", { timeout: 60_000 }, async () => {
  expect(await complaintsAbout(complete)).toBe("");
});

test("names every member that has lost its docstring, and no other", { timeout: 60_000 }, async () => {
  const stripped = Object.values(docstrings).reduce((text, docstring) => text.replace(docstring, ""), complete);
  const complaints = await complaintsAbout(stripped);
  const named = [
    ...complaints.matchAll(/plugin-api\/dist\/index\.d\.ts:\d+:\d+ - .*Missing documentation for "(\w+)"/g),
  ];
  expect(named.map(([, member]) => member)).toEqual(Object.keys(docstrings));
  expect(complaints).toContain("A docstring says what its user has to know");
});
