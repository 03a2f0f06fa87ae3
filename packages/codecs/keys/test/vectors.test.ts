/** Every file of vectors has its test, and every vector comes from somewhere. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** How many vectors there are: a file that shrinks has lost some. */
const counts: Record<string, number> = {
  "cvv.json": 74,
  "dukpt-aes.json": 169,
  "dukpt-tdes.json": 104,
  "emv-crypto.json": 181,
  "emv-odd.json": 38,
  "mac.json": 96,
  "pinblock.json": 102,
  "reader-payloads.json": 11,
  "tr31.json": 96,
};

const folder = new URL("vectors/", import.meta.url);

test("every file of vectors is run, whole", () => {
  const files = readdirSync(folder);
  expect(files.toSorted()).toEqual(Object.keys(counts));
  for (const file of files) {
    const name = file.replace(/\.json$/, "");
    const runner = new URL(`${name}.vectors.test.ts`, import.meta.url);
    expect(existsSync(runner), `${name}.vectors.test.ts`).toBe(true);
    expect(readFileSync(runner, "utf8")).toContain(`runVectors("${name}"`);
  }
});

test("every vector says where it is from, and has a name of its own", () => {
  for (const [file, count] of Object.entries(counts)) {
    const { entries } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as {
      entries: { id: string; source: unknown }[];
    };
    expect(entries).toHaveLength(count);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(count);
    for (const { id, source } of entries) expect([source].flat().join(""), id).toMatch(/\S/);
  }
});
